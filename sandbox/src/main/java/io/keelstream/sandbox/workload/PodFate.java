package io.keelstream.sandbox.workload;

import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a pod, by its annotation {@code keelstream.io/pretend}: absent, {@code crash}, {@code image-pull-error},
 * {@code stuck} or {@code fail}. The same states, with the same words, as the pretended pods of the real control plane in
 * the tests have.
 */
final class PodFate {

    private enum Fate {
        RUNS,
        SUCCEEDS,
        FAILS,
        CRASHES,
        NO_IMAGE
    }

    boolean isStuck(Map<String, @Nullable Object> pod) {
        return pretend(pod).equals("stuck");
    }

    /** Writes the state in which the pod settles. */
    void settle(Map<String, @Nullable Object> pod, Map<String, @Nullable Object> status, String now, String address) {
        Fate fate = of(pod);
        status.put(
                "phase",
                switch (fate) {
                    case RUNS, CRASHES -> "Running";
                    case SUCCEEDS -> "Succeeded";
                    case FAILS -> "Failed";
                    case NO_IMAGE -> "Pending";
                });
        status.put("startTime", now);
        status.put("hostIP", "127.0.0.1");
        status.put("podIP", address);
        status.put("podIPs", new ArrayList<@Nullable Object>(List.of(Tree.of("ip", address))));
        String reason = switch (fate) {
            case RUNS -> null;
            case SUCCEEDS -> "PodCompleted";
            case FAILS, CRASHES, NO_IMAGE -> "ContainersNotReady";
        };
        for (String type : List.of("ContainersReady", "Ready")) {
            String value = fate == Fate.RUNS ? "True" : "False";
            Conditions.set(status, Tree.of("type", type, "status", value, "reason", reason), now);
        }
        Conditions.set(status, Tree.of("type", "Initialized", "status", "True"), now);
        List<@Nullable Object> containers = new ArrayList<>();
        for (Map<String, @Nullable Object> container : Tree.maps(pod, "spec", "containers")) {
            containers.add(container(container, fate, now));
        }
        status.put("containerStatuses", containers);
    }

    private static Fate of(Map<String, @Nullable Object> pod) {
        String restart = Tree.text(pod, "spec", "restartPolicy");
        boolean mayEnd = !restart.isEmpty() && !restart.equals("Always");
        return switch (pretend(pod)) {
            case "image-pull-error" -> Fate.NO_IMAGE;
            case "crash" -> Fate.CRASHES;
            case "fail" -> mayEnd ? Fate.FAILS : Fate.CRASHES;
            default -> mayEnd ? Fate.SUCCEEDS : Fate.RUNS;
        };
    }

    private static Map<String, @Nullable Object> container(
            Map<String, @Nullable Object> container, Fate fate, String now) {
        String image = Tree.text(container, "image");
        boolean runs = fate == Fate.RUNS;
        Map<String, @Nullable Object> crashed = Tree.of("terminated", ended(1, "Error", now));
        Map<String, @Nullable Object> state = switch (fate) {
            case RUNS -> Tree.of("running", Tree.of("startedAt", now));
            case SUCCEEDS -> Tree.of("terminated", ended(0, "Completed", now));
            case FAILS -> Tree.of("terminated", ended(1, "Error", now));
            case CRASHES ->
                Tree.of(
                        "waiting",
                        Tree.of("reason", "CrashLoopBackOff", "message", "back-off restarting failed container"));
            case NO_IMAGE ->
                Tree.of("waiting", Tree.of("reason", "ImagePullBackOff", "message", "Back-off pulling image " + image));
        };
        return Tree.of(
                "name",
                Tree.text(container, "name"),
                "image",
                image,
                "imageID",
                "",
                "ready",
                runs,
                "started",
                runs,
                "restartCount",
                fate == Fate.CRASHES ? 3 : 0,
                "lastState",
                fate == Fate.CRASHES ? crashed : Tree.of(),
                "state",
                state);
    }

    private static Map<String, @Nullable Object> ended(int code, String reason, String now) {
        return Tree.of("exitCode", code, "reason", reason, "startedAt", now, "finishedAt", now);
    }

    private static String pretend(Map<String, @Nullable Object> pod) {
        return Tree.text(pod, "metadata", "annotations", Annotations.PRETEND);
    }
}
