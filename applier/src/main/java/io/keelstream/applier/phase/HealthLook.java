package io.keelstream.applier.phase;

import io.keelstream.applier.live.Answer;
import io.keelstream.applier.live.Expectation;
import io.keelstream.applier.live.LiveObjects;
import io.keelstream.applier.release.Release;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthAssessment;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the health of some objects as the watches show it. Asks the server only before a failure: how the objects are now, and
 * what their pods say.
 */
final class HealthLook {

    /** How long the server is asked about one object: as long as it answers, it is asked about the next. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final ReleaseContext context;
    private final TargetPolicy policy;

    HealthLook(ReleaseContext context, TargetPolicy policy) {
        this.context = context;
        this.policy = policy;
    }

    /**
     * The objects that do not pass now.
     *
     * @param appliedAt when each was applied
     */
    List<Pending> pending(Collection<String> references, Function<String, Instant> appliedAt) {
        List<Pending> pending = new ArrayList<>();
        for (String text : references) {
            ObjectReference reference = ObjectReference.parse(text);
            HealthStatus status = status(reference, Expectation.of(policy, appliedAt.apply(text)));
            switch (status.health()) {
                case HEALTHY, SUSPENDED -> {}
                case UNKNOWN, DEGRADED, MISSING, PROGRESSING -> {
                    Manifest manifest = context.live().unhealthy(reference);
                    pending.add(new Pending(reference, status, hopeless(reference, status, manifest), manifest));
                }
            }
        }
        return pending;
    }

    /** What of a wave is applied, and does not pass now. */
    List<Pending> pending(Release release, List<PlannedAction.Write> wave, Progress progress) {
        List<String> applied = wave.stream()
                .map(PlannedAction::reference)
                .filter(progress::applied)
                .toList();
        return pending(applied, reference -> progress.appliedAt(reference, release.startedAt()));
    }

    /**
     * Asks the server how they are now: a watch that has not listed yet, or has lost its server, does not show it. What it refuses
     * to say stays as the watch shows it.
     *
     * @return whether it answers
     */
    boolean asked(List<Pending> pending) {
        return ask(pending.stream().map(Pending::reference).toList()).values().stream()
                .noneMatch(Answer.Silent.class::isInstance);
    }

    /**
     * Asks the server about each of them, until it does not answer.
     *
     * @return what it answered; the last one may be that it is silent
     */
    Map<ObjectReference, Answer> ask(Collection<ObjectReference> references) {
        Map<ObjectReference, Answer> answers = new HashMap<>();
        for (ObjectReference reference : references) {
            Answer answer =
                    context.live().ask(reference, context.clock().instant().plus(LONGEST));
            answers.put(reference, answer);
            if (answer instanceof Answer.Silent) {
                break;
            }
        }
        return answers;
    }

    private HealthStatus status(ObjectReference reference, Expectation expectation) {
        LiveObjects live = context.live();
        HealthStatus status = live.health(reference, expectation);
        if (status != null) {
            return status;
        }
        HealthStatus failed = live.failed(reference);
        if (failed != null) {
            return failed;
        }
        if (live.ended(reference)) {
            return new HealthStatus(Health.HEALTHY, "");
        }
        return live.complete(reference.groupKind())
                ? new HealthStatus(Health.MISSING, "was deleted")
                : new HealthStatus(Health.PROGRESSING, "not seen by the watch yet");
    }

    /** What is said of them: each object, its state, and what its pods say. */
    List<Problem> explain(List<Pending> pending, Reason reason) {
        return pending.stream()
                .map(each -> each.problem(
                        reason,
                        each.manifest() == null ? "" : context.diagnosis().pods(each.manifest())))
                .toList();
    }

    /** What has failed for good does not become better by itself. */
    private boolean hopeless(ObjectReference reference, HealthStatus status, @Nullable Manifest manifest) {
        return context.live().failed(reference) != null
                || (status.health() == Health.DEGRADED && manifest != null && HealthAssessment.failedForGood(manifest));
    }
}
