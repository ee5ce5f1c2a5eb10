package io.keelstream.kubernetes.hold;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.ApplyEntry;

/**
 * The ConfigMap whose existence stops all writes to its cluster: {@code kubectl create configmap keelstream-stop -n
 * keelstream}. One that came from Git does not count: what is controlled must not reach the switch. Stateless.
 */
public final class StopSwitch {

    /** Keelstream's own namespace in every cluster; it need not exist. */
    public static final String NAMESPACE = "keelstream";

    /** The ConfigMap's name. */
    public static final String CONFIG_MAP = "keelstream-stop";

    /** Its identity. */
    public static final String REFERENCE = "ConfigMap/" + NAMESPACE + "/" + CONFIG_MAP;

    private StopSwitch() {}

    /** Whether a ConfigMap of {@link #NAMESPACE} has the switch's name, whoever created it. */
    public static boolean isNamed(Manifest configMap) {
        return configMap.name().equals(CONFIG_MAP);
    }

    /**
     * Whether a live ConfigMap of {@link #NAMESPACE}, of which metadata are enough, stops all writes: it has the switch's
     * name, and somebody else than Keelstream has written it.
     */
    public static boolean stops(Manifest configMap) {
        return isNamed(configMap) && !ApplyEntry.isAlone(configMap);
    }
}
