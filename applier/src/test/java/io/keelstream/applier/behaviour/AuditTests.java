package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.audit.DeploymentRecorded;
import io.keelstream.contracts.audit.Evidence;
import io.keelstream.contracts.audit.Evidence.Decided;
import io.keelstream.contracts.audit.Evidence.Judged;
import io.keelstream.contracts.audit.Evidence.Skipped;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.messaging.event.Fact;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What auditors read of a deployment that ended. */
class AuditTests extends SandboxedTrial {

    @Test
    void deploymentIsRecordedInTheTransactionOfItsEnd() {
        // Given
        Decided approval = new Decided("a1", Kind.APPROVE, "ada", "reviewed", "SHA256:key");
        Evidence evidence = new Evidence(
                List.of("SHA256:commit"),
                List.of(approval),
                List.of(),
                List.of(Skipped.of(Reason.WINDOW_CLOSED, "policy.windows are closed")));
        Planned second = Planned.of(TARGET, "second")
                .create("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}")
                .letThroughBy(evidence);

        // When
        DeploymentFinished finished = trial.world.release(second);

        // Then
        assertThat(transactionOf(finished))
                .extracting(Fact::type)
                .contains(EventType.INVENTORY_CHANGED, EventType.EXECUTION_CHANGED, EventType.DEPLOYMENT_RECORDED);
        DeploymentRecorded recorded = recorded(second);
        assertThat(recorded.deployment()).isEqualTo(finished.deployment());
        assertThat(recorded.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(recorded.basis().bundleDigest()).isEqualTo(second.bundleDigest());
        assertThat(recorded.basis().changeDigest()).isNotBlank();
        assertThat(recorded.basis().authors()).containsExactly(Planned.AUTHOR);
        assertThat(recorded.evidence()).isEqualTo(evidence);
    }

    @Test
    void verdictsAndDecisionsOfATrialAreRecordedAlsoByAnotherProcess() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        AnalysisRequest first = trial.awaitGate(0, Need.NO_HARM);
        trial.answer(first, Verdict.INCONCLUSIVE);
        trial.awaitGate(0, Need.WATCH);
        Decision promote = trial.decide(Kind.PROMOTE, Named.step(trial.deployment(), 0));
        AnalysisRequest last = trial.awaitGate(1, Need.PASS);

        // When
        trial.world.restart();
        trial.answer(last, Verdict.PASS);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        Evidence evidence = recorded(second).evidence();
        assertThat(evidence.verdicts())
                .extracting(Judged::analysisId, Judged::step, Judged::verdict)
                .containsExactly(
                        tuple(first.analysisId(), 0, Verdict.INCONCLUSIVE), tuple(last.analysisId(), 1, Verdict.PASS));
        assertThat(evidence.decisions())
                .containsExactly(new Decided(promote.id(), Kind.PROMOTE, promote.actor(), promote.reason(), null));
        assertThat(evidence.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.gate()).isEqualTo("VerdictMissing");
            assertThat(skipped.why()).isEqualTo("canary 10 % (step 1 of 2): promoted without a verdict");
        });
    }

    @Test
    void promotionInFullIsRecordedAsOneWithoutVerdicts() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        trial.decide(Kind.PROMOTE, Named.deployment(trial.deployment()));

        // Then
        trial.world.awaitEnd(second);
        Evidence evidence = recorded(second).evidence();
        assertThat(evidence.verdicts()).isEmpty();
        assertThat(evidence.skipped())
                .containsExactly(new Skipped(
                        "VerdictMissing", "canary 10 % (step 1 of 2): promoted in full, without further verdicts"));
    }

    @Test
    void releaseThatTakesATrialOverHasItsVerdictsAndNobodysDecision() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.INCONCLUSIVE);
        trial.awaitGate(0, Need.WATCH);
        String began = trial.deployment();
        trial.awaitAnswer(trial.decide(Kind.PROMOTE, Named.step(began, 0)));
        AnalysisRequest last = trial.awaitGate(1, Need.PASS);
        trial.awaitStep(Step.Analysing.class);

        // When
        Planned third = new TrialDraft(trial.world, "third").takingOver(began);
        trial.world.push(third);
        trial.world.await().until(() -> !trial.world.finished(second).isEmpty());
        trial.answer(last, Verdict.PASS);

        // Then
        assertThat(trial.world.awaitEnd(third).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(recorded(second).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(recorded(second).evidence().decisions())
                .extracting(Decided::kind)
                .containsExactly(Kind.PROMOTE);
        assertThat(recorded(third).evidence().decisions()).isEmpty();
        assertThat(recorded(third).evidence().skipped()).isEmpty();
        assertThat(recorded(third).evidence().verdicts())
                .extracting(Judged::verdict)
                .containsExactly(Verdict.INCONCLUSIVE, Verdict.PASS);
    }

    private List<Fact> transactionOf(DeploymentFinished finished) {
        return trial.world.partition.transitions().stream()
                .filter(facts -> facts.stream().anyMatch(fact -> finished.equals(fact.payload())))
                .findFirst()
                .orElseThrow();
    }

    /** The only record of the commit's deployment. */
    private DeploymentRecorded recorded(Planned planned) {
        List<DeploymentRecorded> records = trial.world
                .events(DeploymentRecorded.class)
                .filter(each -> each.deployment().revision().commit().equals(planned.commit()))
                .toList();
        assertThat(records).hasSize(1);
        return records.getFirst();
    }
}
