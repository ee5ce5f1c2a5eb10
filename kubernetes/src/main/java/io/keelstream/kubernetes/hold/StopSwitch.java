package io.keelstream.kubernetes.hold;

import io.keelstream.kubernetes.object.Manifest;

/**
 * The ConfigMap whose existence stops all writes to its cluster: {@code kubectl create configmap keelstream-stop -n
 * keelstream}. Stateless.
 */
public final class StopSwitch {

    /** Keelstream's own namespace in every cluster; it need not exist. */
    public static final String NAMESPACE = "keelstream";

    /** The ConfigMap's name. */
    public static final String CONFIG_MAP = "keelstream-stop";

    private StopSwitch() {}

    /** Whether a ConfigMap of {@link #NAMESPACE} is the switch. */
    public static boolean is(Manifest configMap) {
        return configMap.name().equals(CONFIG_MAP);
    }
}
