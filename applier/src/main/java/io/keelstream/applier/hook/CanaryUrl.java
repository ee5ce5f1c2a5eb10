package io.keelstream.applier.hook;

import io.keelstream.contracts.canary.Trial;
import io.keelstream.kubernetes.object.ObjectReference;
import org.jspecify.annotations.Nullable;

/** Where the copies of a canary answer before they get traffic. Pure. */
public final class CanaryUrl {

    /** The environment variable of hooks that test a canary. */
    public static final String VARIABLE = "KEELSTREAM_CANARY_URL";

    private CanaryUrl() {}

    /** The address of the copies' own Service; null with a router that needs none. */
    public static @Nullable String of(Trial trial) {
        String service = trial.canary().service();
        if (service == null || !(trial.shift() instanceof Trial.Shift.Routes routes)) {
            return null;
        }
        String namespace =
                ObjectReference.parse(trial.canary().deployment().reference()).namespace();
        Integer port = routes.stable().port();
        return "http://" + service + "." + namespace + ".svc" + (port == null ? "" : ":" + port);
    }
}
