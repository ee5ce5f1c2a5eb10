package io.keelstream.applier.phase;

import io.keelstream.applier.live.Answer;
import io.keelstream.applier.live.Expectation;
import io.keelstream.applier.live.LiveObjects;
import io.keelstream.applier.release.Release;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthAssessment;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.health.RunToEnd;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the health of some objects as the watches show it. Asks the server only before a failure: how the objects are now, and
 * what their pods say. A Job that this release applied and that deletes itself is in no one's way where it is gone and nobody saw
 * how it ended, as after a restart: it is not run again to find out.
 */
final class HealthLook {

    private final ReleaseContext context;
    private final TargetPolicy policy;
    private final Set<String> expiring;

    /** What the server said is not there, for kinds that no watch shows. */
    private final Set<ObjectReference> absent = new HashSet<>();

    /** What the server said when it was last asked before a failure. */
    private Map<ObjectReference, Answer> said = Map.of();

    /** Of objects that the release did not write. */
    HealthLook(ReleaseContext context, TargetPolicy policy) {
        this(context, policy, List.of());
    }

    /** @param applied what the release wrote of them */
    HealthLook(ReleaseContext context, TargetPolicy policy, Collection<PlannedAction.Write> applied) {
        this.context = context;
        this.policy = policy;
        this.expiring = applied.stream()
                .filter(action -> new Manifest(action.content().body()).expires())
                .map(PlannedAction::reference)
                .collect(Collectors.toSet());
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
                    Pending known = new Pending(reference, status, hopeless(reference, status, manifest), manifest);
                    pending.add(
                            said.get(reference) instanceof Answer.Unavailable answer ? known.notShown(answer) : known);
                }
            }
        }
        return pending;
    }

    /** Nobody waits for a wave any more: what of it has completed is known from now on, and what does not pass is left dirty. */
    static void leave(
            ReleaseContext context,
            Progress progress,
            Release release,
            @Nullable TrialPosition trial,
            List<PlannedAction.Write> wave) {
        List<PlannedAction.Write> applied = wave.stream()
                .filter(action -> progress.applied(action.reference()))
                .toList();
        HealthLook look = new HealthLook(context, release.policy(), applied);
        Function<String, Instant> since = reference -> progress.appliedAt(reference, release.startedAt());
        progress.completed(look.completed(running(applied), since));
        progress.unproven(
                trial,
                wave,
                look.pending(applied.stream().map(PlannedAction::reference).toList(), since));
    }

    /**
     * Asks the server how they are now: a watch that has not listed yet, or has lost its server, does not show it. What it refuses
     * to say stays as the watch shows it, and so does what it cannot show now, which is said of it from then on.
     *
     * @param goOn whether its answers still count; read before each question
     * @return whether it answers, and goes on counting
     */
    boolean asked(List<Pending> pending, BooleanSupplier goOn) {
        said = ask(pending.stream().map(Pending::reference).toList(), goOn);
        return said.values().stream().noneMatch(Answer.Silent.class::isInstance);
    }

    /**
     * Asks the server about each of them, until it does not answer, or nobody waits for it any more. About one it is asked for a limited
     * time: as long as it answers, it is asked about the next, however many there are.
     *
     * @param goOn whether somebody still waits; read before each question
     * @return what it answered; the last one may be that it is silent, also where it was not asked
     */
    Map<ObjectReference, Answer> ask(Collection<ObjectReference> references, BooleanSupplier goOn) {
        Map<ObjectReference, Answer> answers = new HashMap<>();
        for (ObjectReference reference : references) {
            Answer answer = goOn.getAsBoolean()
                    ? context.live().ask(reference, context.clock().instant().plus(Waits.ANSWER))
                    : new Answer.Silent();
            answers.put(reference, answer);
            if (answer instanceof Answer.Absent) {
                absent.add(reference);
            }
            if (answer instanceof Answer.Silent) {
                break;
            }
        }
        return answers;
    }

    /** References of what of these runs to an end. */
    static List<String> running(Collection<PlannedAction.Write> actions) {
        return actions.stream()
                .filter(action -> RunToEnd.is(new Manifest(action.content().body())))
                .map(PlannedAction::reference)
                .toList();
    }

    /**
     * Of what runs to an end, this has reached it, and well: its deletion is no change from now on.
     *
     * @param appliedAt when each was applied
     */
    List<String> completed(Collection<String> running, Function<String, Instant> appliedAt) {
        return running.stream()
                .filter(text -> status(ObjectReference.parse(text), Expectation.of(policy, appliedAt.apply(text)))
                                .health()
                        == Health.HEALTHY)
                .toList();
    }

    private HealthStatus status(ObjectReference reference, Expectation expectation) {
        LiveObjects live = context.live();
        HealthStatus status = live.health(reference, expectation);
        if (status != null) {
            return status;
        }
        HealthStatus end = live.end(reference);
        if (end != null) {
            return end;
        }
        if (!live.complete(reference.groupKind()) && !absent.contains(reference)) {
            return new HealthStatus(Health.PROGRESSING, "not seen by the watch yet");
        }
        return expiring.contains(reference.toString())
                ? new HealthStatus(Health.HEALTHY, "")
                : new HealthStatus(Health.MISSING, "was deleted");
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
        return status.health() == Health.DEGRADED
                && (manifest == null
                        ? context.live().end(reference) != null
                        : HealthAssessment.failedForGood(manifest));
    }
}
