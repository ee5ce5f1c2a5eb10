package io.keelstream.applier.hook;

import io.keelstream.applier.canary.Course;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.Map;

/** Where the two versions of a trial answer, for the hooks that test them or make their traffic. Pure. */
public final class TrialAddresses {

    /** The environment variable with the address of the canary. */
    public static final String CANARY = "KEELSTREAM_CANARY_URL";

    /** The environment variable with the address of what the canary is compared with. */
    public static final String BASELINE = "KEELSTREAM_BASELINE_URL";

    private TrialAddresses() {}

    /** The addresses of the Services by environment variable; none with a router that needs no Services of the copies. */
    public static Map<String, String> of(Course course) {
        Trial.Copy canary = course.trial().canary();
        if (canary.service() == null || !(course.trial().shift() instanceof Trial.Shift.Routes routes)) {
            return Map.of();
        }
        Trial.Copy fresh = course.baseline();
        String compared =
                fresh == null || fresh.service() == null ? routes.stable().name() : fresh.service();
        return Map.of(CANARY, url(canary, canary.service(), routes), BASELINE, url(canary, compared, routes));
    }

    private static String url(Trial.Copy canary, String service, Trial.Shift.Routes routes) {
        String namespace =
                ObjectReference.parse(canary.deployment().reference()).namespace();
        Integer port = routes.stable().port();
        return "http://" + service + "." + namespace + ".svc" + (port == null ? "" : ":" + port);
    }
}
