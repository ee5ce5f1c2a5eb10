package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.kubernetes.scale.Autoscaler;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.testing.decision.Person;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A trial in which everything of a {@link TrialScript} happens once, whichever process of the applier sees it. Used by one thread.
 */
final class TrialStory implements AutoCloseable {

    final TrialWorld trial;
    private final TrialScript script;
    private final Planned second;
    private final Set<String> answered = new HashSet<>();
    private final Map<Kind, Decision> decided = new EnumMap<>(Kind.class);
    private final Map<String, Decision> approved = new HashMap<>();

    /** A workload, before the commit that is put on trial. */
    TrialStory(Path folder, TrialScript script) {
        this.script = script;
        trial = new TrialWorld(
                folder, new Actors(script.people().stream().map(Person::actor).toList()));
        TrialDraft draft =
                trial.second().weights(10, 30).promoted(script.promoted()).baked(script.bake());
        draft.approvedBy(script.people().size());
        if (script.scaled()) {
            trial.world.release(Planned.of(ApplyingSandbox.TARGET, "scaled").create(TrialDraft.SCALER_YAML));
            draft.scaledBy(TrialDraft.SCALER_YAML);
        }
        if (script.followed()) {
            trial.releaseFollower();
            draft.followedBy("run");
        }
        second = draft.planned();
    }

    /** The commit comes; the process may die from now on. */
    void begin(Deaths deaths) {
        deaths.begin(trial.world);
        trial.world.push(second);
    }

    /** The commit that is put on trial. */
    Planned second() {
        return second;
    }

    /** What the script has is done as far as it is due; whether the release has ended. */
    boolean ended() {
        decide();
        approve();
        answer();
        return !trial.world.finished(second).isEmpty();
    }

    private void decide() {
        Step step = trial.step();
        Kind kind = step == null ? null : script.decider().on(step);
        if (kind != null && !decided.containsKey(kind)) {
            Named named =
                    kind == Kind.PROMOTE ? Named.step(trial.deployment(), 0) : Named.deployment(trial.deployment());
            decided.put(kind, trial.decide(kind, named));
        }
    }

    /** Whoever has paused the target, which holds any commit, ends that. */
    void endPause() {
        Decision pause = decided.get(Kind.PAUSE);
        if (pause != null && !decided.containsKey(Kind.RESUME)) {
            trial.awaitAnswer(pause);
            decided.put(Kind.RESUME, trial.decide(Kind.RESUME, Named.NOTHING));
        }
    }

    /** Each person promotes each step once, after the person before them. */
    private void approve() {
        if (!(trial.step() instanceof Step.Analysing(TrialPosition at, Instant _)) || !at.held(Cause.APPROVAL)) {
            return;
        }
        List<String> before = Objects.requireNonNull(at.hold()).approvals();
        if (before.size() < script.people().size()) {
            Person next = script.people().get(before.size());
            approved.computeIfAbsent(
                    at.step() + next.name(),
                    first -> trial.decide(next, Kind.PROMOTE, Named.step(trial.deployment(), at.step())));
        }
    }

    /** The analyzer answers the gate that stands, once. */
    private void answer() {
        AnalysisRequest gate = trial.gate();
        Step step = trial.step();
        @Nullable
        Verdict verdict =
                gate == null || step == null ? null : script.analyzer().on(gate, step);
        if (gate != null && verdict != null && answered.add(gate.analysisId())) {
            trial.answer(gate, verdict);
        }
    }

    /** The release ended so, once, and nothing of the trial is left. */
    void assertEnded(Outcome outcome) {
        boolean promoted = outcome == Outcome.HEALTHY || script.bake() > 0;
        assertThat(trial.world.finished(second))
                .singleElement()
                .satisfies(finished -> assertThat(finished.outcome()).isEqualTo(outcome));
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
        assertThat(trial.canaryWeights())
                .isEqualTo(promoted ? List.of(0L, 10L, 30L, 10L, 0L) : List.of(0L, 10L, 30L, 0L));
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.gate()).isNull();
        assertThat(trial.image()).isEqualTo(outcome == Outcome.HEALTHY ? "shop:2" : "shop:1");
        assertThat(trial.world.inventory().release()).isNull();
        if (script.followed()) {
            assertThat(trial.image(TrialWorld.FOLLOWER)).isEqualTo(trial.image());
        }
        if (script.scaled()) {
            assertThat(new Autoscaler(trial.world.live(TrialWorld.AUTOSCALER)).least())
                    .isEqualTo(1);
        }
        assertEachDecisionHasOneAnswer();
        assertEachApprovalCountedOnce();
    }

    /** Each decision has one answer. */
    void assertEachDecisionHasOneAnswer() {
        decided.values().forEach(each -> {
            trial.awaitAnswer(each);
            assertThat(trial.answers(each)).hasSize(1);
        });
    }

    /** Each person approved each step, and each approval counted once. */
    private void assertEachApprovalCountedOnce() {
        assertThat(approved.values())
                .hasSize(2 * script.people().size())
                .allSatisfy(each -> assertThat(trial.answers(each))
                        .singleElement()
                        .satisfies(answer -> assertThat(answer.outcome()).isEqualTo(DecisionAnswer.Outcome.HONOURED)));
    }

    @Override
    public void close() {
        trial.close();
    }
}
