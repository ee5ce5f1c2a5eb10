package io.keelstream.planner.canary;

import io.keelstream.contracts.canary.CanaryRules.Router;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.scale.Autoscaler;
import io.keelstream.kubernetes.scale.ScaleTargets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What scales the workload of a trial. The floor that a trial needs can be laid over an autoscaler of the target alone. Pure. */
public sealed interface Scaling {

    /** Nothing does. */
    record None() implements Scaling {}

    /** An autoscaler of the bundle. */
    record By(Traffic.Placed autoscaler) implements Scaling {

        /** The autoscaler with the floor that a trial lays over it first, so that the server is asked about it before. */
        public static Optional<Manifest> floor(Trial trial) {
            Trial.Body body = trial.stable().autoscaler();
            return body == null
                    ? Optional.empty()
                    : Optional.of(new Autoscaler(new Manifest(body.body()))
                            .withLeast(trial.stable().replicas()));
        }
    }

    /** Something does that a trial cannot keep from shrinking the workload; {@code why} is for people. */
    record Unfit(String why) implements Scaling {}

    /** What scales a workload, and whether it can be put on trial all the same. */
    static Scaling of(TrialRequest request, Workload workload, ScaleTargets scaled) {
        if (!scaled.contains(workload.reference())) {
            return new None();
        }
        List<Traffic.Placed> own = Traffic.all(request).stream()
                .filter(each -> workload.reference()
                        .equals(ScaleTargets.of(
                                each.manifest(), each.reference().namespace())))
                .toList();
        if (own.size() != 1) {
            return new Unfit(
                    own.isEmpty()
                            ? "an autoscaler scales it that is not in this target"
                            : "several autoscalers of this target scale it");
        }
        Traffic.Placed autoscaler = own.getFirst();
        if (!Autoscaler.is(autoscaler.manifest())) {
            return new Unfit(autoscaler.reference()
                    + " scales it; canary releases support HorizontalPodAutoscalers and ScaledObjects alone");
        }
        if (new Autoscaler(autoscaler.manifest()).idles()) {
            return new Unfit(autoscaler.reference()
                    + " has an idleReplicaCount, so it could take its pods away while its traffic is");
        }
        if (request.applied(autoscaler.reference()) == null) {
            return new Unfit(autoscaler.reference() + " is new, so it does not scale it yet");
        }
        return request.rules().traffic().router() == Router.REPLICAS
                ? new Unfit(
                        "router 'replicas' splits the traffic by the number of pods, and an autoscaler changes that")
                : new By(autoscaler);
    }

    /** The autoscaler as the trial carries it; null where nothing scales the workload. */
    static Trial.@Nullable Body body(TrialRequest request, LiveState live) {
        Manifest now = live.autoscaler();
        if (now == null || !(live.scaling() instanceof By(Traffic.Placed placed))) {
            return null;
        }
        Manifest body = request.marked(
                placed.manifest(), placed.reference(), placed.desired().commit());
        return new Trial.Body(placed.reference().toString(), body.apiVersion(), now.uid(), body.tree());
    }
}
