package io.keelstream.applier.phase;

import io.keelstream.applier.live.Expectation;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthAssessment;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Looks at the health of some objects as the watches show it. Never asks the server, but for the pods of a failure. */
final class HealthWait {

    private final ReleaseContext context;
    private final Progress progress;
    private final TargetPolicy policy;

    HealthWait(ReleaseContext context, Progress progress, TargetPolicy policy) {
        this.context = context;
        this.progress = progress;
        this.policy = policy;
    }

    /** One object that does not pass. */
    record Pending(ObjectReference reference, HealthStatus status, boolean hopeless) {}

    /** The objects that do not pass now: neither healthy nor suspended as Git declares. */
    List<Pending> pending(Collection<String> references, Instant now) {
        List<Pending> pending = new ArrayList<>();
        for (String text : references) {
            ObjectReference reference = ObjectReference.parse(text);
            HealthStatus status =
                    context.live().health(reference, Expectation.of(policy, progress.appliedAt(text, now)));
            if (status == null && context.live().ended(reference)) {
                continue;
            }
            if (status == null) {
                status = context.live().complete(reference.groupKind())
                        ? new HealthStatus(Health.MISSING, "was deleted")
                        : new HealthStatus(Health.PROGRESSING, "not seen by the watch yet");
            }
            switch (status.health()) {
                case HEALTHY, SUSPENDED -> {}
                case UNKNOWN, DEGRADED, MISSING, PROGRESSING ->
                    pending.add(new Pending(reference, status, hopeless(reference, status)));
            }
        }
        return pending;
    }

    /** The message of a wave that failed: each object, its state, and what its pods say. */
    List<Problem> explain(List<Pending> pending, Reason reason) {
        return pending.stream()
                .map(each -> {
                    Manifest manifest = context.live().unhealthy(each.reference());
                    String pods = manifest == null ? "" : context.diagnosis().of(manifest);
                    String text = each.status().health()
                            + (each.status().message().isEmpty()
                                    ? ""
                                    : ": " + each.status().message())
                            + (pods.isEmpty() ? "" : "; " + pods);
                    return reason.problem(text, each.reference().toString());
                })
                .toList();
    }

    private boolean hopeless(ObjectReference reference, HealthStatus status) {
        Manifest manifest = context.live().unhealthy(reference);
        return status.health() == Health.DEGRADED && manifest != null && HealthAssessment.failedForGood(manifest);
    }
}
