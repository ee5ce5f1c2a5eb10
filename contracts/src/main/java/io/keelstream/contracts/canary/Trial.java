package io.keelstream.contracts.canary;

import io.keelstream.contracts.analysis.Need;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trial, complete: every body that the applier writes for it. The applier derives nothing from live objects.
 *
 * @param stable the workload that serves now
 * @param canary the copy with the new version
 * @param baseline the copy of the running version; null where the canary is compared with the workload itself
 * @param shift how traffic is shifted
 * @param steps shares of the traffic, which rise
 * @param first references of the plan's actions that are applied before the canary; all others wait for the promotion
 * @param rules the application's rules
 */
public record Trial(
        Stable stable,
        Copy canary,
        @Nullable Copy baseline,
        Shift shift,
        List<Step> steps,
        List<String> first,
        CanaryRules rules) {

    public Trial {
        steps = List.copyOf(steps);
        first = List.copyOf(first);
    }

    /**
     * The same trial for a newer bundle that takes it over: everything that the bundle changes waits for the promotion.
     *
     * @param autoscaler the autoscaler as that bundle wants it
     * @param other its rules, which lead to the same copies, shares and steps
     */
    public Trial takenOver(@Nullable Body autoscaler, CanaryRules other) {
        Stable same = new Stable(
                stable.reference(), stable.pods(), stable.replicas(), stable.restore(), autoscaler, stable.followers());
        return new Trial(same, canary, baseline, shift, steps, List.of(), other);
    }

    /**
     * One object that the trial writes.
     *
     * @param reference {@code Kind.group/namespace/name}
     * @param apiVersion version to speak to the server in
     * @param uid the live object that is changed: another object under the same name is not; null for what is created
     * @param body the object, complete with our marks
     */
    public record Body(
            String reference, String apiVersion, @Nullable String uid, Map<String, @Nullable Object> body) {

        /** Names the object, not its body. */
        @Override
        public String toString() {
            return "Body[" + reference + "]";
        }
    }

    /**
     * The workload that serves now.
     *
     * @param reference the Deployment
     * @param pods regular expression (RE2) that the names of its pods match, and those of the copies do not
     * @param replicas its size when the plan was made
     * @param restore applies it with the pod template that runs now: how a failed promotion is taken back
     * @param autoscaler the HorizontalPodAutoscaler or ScaledObject that scales it, as Git wants it: its least number of pods is raised while
     *     their traffic is away; null where nothing scales it
     * @param followers the Deployments that are promoted after it, each with the pod template that runs now, or without pods
     *     and without a uid where it is new: how they are taken back with it; null for none
     */
    public record Stable(
            String reference,
            String pods,
            int replicas,
            Body restore,
            @Nullable Body autoscaler,
            @Nullable List<Body> followers) {

        public Stable {
            followers = followers == null || followers.isEmpty() ? null : List.copyOf(followers);
        }

        /** One that nothing scales, and that no other follows. */
        public Stable(String reference, String pods, int replicas, Body restore) {
            this(reference, pods, replicas, restore, null, null);
        }

        /** The Deployments that are promoted after it. */
        public List<Body> following() {
            return followers == null ? List.of() : followers;
        }
    }

    /**
     * A copy of the workload, with what attaches to it.
     *
     * @param deployment its Deployment; {@code spec.replicas} is the size for the first step
     * @param attached its Service first, then what else was copied; all are applied before the Deployment
     * @param service name of its Service; null with a router that needs none
     * @param pods regular expression (RE2) that the names of its pods match, and no others
     */
    public record Copy(
            Body deployment, List<Body> attached, @Nullable String service, String pods) {

        public Copy {
            attached = List.copyOf(attached);
        }
    }

    /** How traffic is shifted. In JSON, {@code kind} says which one it is. */
    public sealed interface Shift {

        /**
         * By weights in routes of the Gateway API or of Istio. The weights are laid over the manifests of Git, which are the resting state.
         *
         * @param routes the routes as Git wants them, each bound to its live object
         * @param stable the backend whose share is split
         */
        record Routes(List<Body> routes, Backend stable) implements Shift {

            public Routes {
                routes = List.copyOf(routes);
            }
        }

        /** By the number of pods that the workload's own Service selects. */
        record Replicas() implements Shift {}

        /** One of a newer version: such a trial is not begun. */
        record Unknown(Map<String, @Nullable Object> raw) implements Shift {}
    }

    /**
     * A backend of a route, with the defaults of its API filled in.
     *
     * @param group API group; empty for the core
     * @param kind kind
     * @param namespace namespace
     * @param name name
     * @param port port; null where the reference names none
     */
    public record Backend(
            String group,
            String kind,
            String namespace,
            String name,
            @Nullable Integer port) {}

    /**
     * One step.
     *
     * @param weight percent of the traffic for the canary
     * @param replicas size of the canary, ready before the shift
     * @param soakMillis least counted time; milliseconds
     * @param need the verdict that ends it
     * @param approvals people who have to promote it after that; 0 for none
     */
    public record Step(int weight, int replicas, long soakMillis, Need need, int approvals) {

        /** One that a verdict ends. */
        public Step(int weight, int replicas, long soakMillis, Need need) {
            this(weight, replicas, soakMillis, need, 0);
        }
    }
}
