package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.keelstream.applier.notice.WorkloadEvents;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.RequestMatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a trial says on its workload, as {@code kubectl describe deployment} shows it. */
class TrialNoticeTests extends SandboxedTrial {

    @Test
    void shiftsVerdictsAndThePromotionAreEventsOfTheWorkload() {
        // Given
        TrialDraft draft = trial.second();
        Planned second = draft.planned();
        trial.world.push(second);

        // When
        trial.passAll(draft);
        trial.world.awaitEnd(second);

        // Then
        awaitSaid("Normal CanaryPromoted promoted: the traffic goes back to the workload, which runs the new version");
        assertThat(said())
                .contains(
                        "Normal CanaryShifting shifting traffic: canary 10 % (step 1 of 2)",
                        "Normal CanaryJudged canary 10 % (step 1 of 2): verdict NO_HARM, because the test says so",
                        "Normal CanaryShifting shifting traffic: canary 50 % (step 2 of 2)",
                        "Normal CanaryPromoting promoting the canary: applying wave 0")
                .noneMatch(each -> each.startsWith("Warning"));
        assertThat(events().getFirst().at("involvedObject", "uid")).isEqualTo(trial.world.uid(TrialWorld.STABLE));
        assertThat(trial.world.story())
                .containsAll(said().stream().map(each -> each.split(" ", 3)[2]).toList());
    }

    @Test
    void holdsAndRollbacksAreWarnings() {
        // Given
        Planned second = trial.second().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);
        trial.decide(Kind.PAUSE, Named.NOTHING);
        AnalysisRequest gate = trial.awaitGate(0, Need.WATCH);

        // When
        trial.answer(gate, Verdict.FAIL);
        trial.world.awaitEnd(second);

        // Then
        awaitSaid(
                "Warning CanaryRolledBack rolling back: the traffic leaves the canary: the canary failed: because the test"
                        + " says so");
        assertThat(said())
                .anyMatch(each -> each.startsWith("Warning CanaryOnHold canary 10 % (step 1 of 2) is on hold"));
    }

    @Test
    void sentenceThatIsRepeatedIsOneEventWithACount() {
        // Given
        trial.world.push(trial.second().planned());
        trial.awaitGate(0, Need.NO_HARM);

        // When
        for (int i = 0; i < 2; i++) {
            trial.decide(Kind.PAUSE, Named.NOTHING);
            trial.awaitGate(0, Need.WATCH);
            trial.decide(Kind.RESUME, Named.NOTHING);
            trial.awaitGate(0, Need.NO_HARM);
        }

        // Then
        trial.world
                .await()
                .until(() -> events().stream()
                        .filter(event -> "CanaryOnHold".equals(event.tree().get("reason")))
                        .map(event -> event.tree().get("count"))
                        .toList()
                        .equals(List.of(2L)));
    }

    @Test
    void clusterThatTakesNoEventsHoldsNoReleaseBack() {
        // Given
        var faults = trial.world.sandbox.faults();
        faults.inject(new RequestMatch("create", "events"), new Fault.Latency(Duration.ofSeconds(8)));
        TrialDraft draft = trial.second();
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(events()).isEmpty();
    }

    @Test
    void rightThatIsMissingIsSaidOnceAndHoldsNoReleaseBack() {
        // Given
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(WorkloadEvents.class);
        logger.addAppender(log);
        log.start();
        trial.world.sandbox.faults().inject(new RequestMatch("create", "events"), new Fault.Forbidden());
        TrialDraft draft = trial.second();
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        trial.world
                .await()
                .until(() -> log.list.stream()
                                .filter(each -> each.getFormattedMessage().contains("create and patch events"))
                                .count()
                        == 1);
        logger.detachAppender(log);
    }

    @Test
    void ordinaryReleaseSaysNothing() {
        // Given
        Planned second = trial.second().ordinary();

        // When
        trial.world.push(second);
        trial.world.awaitEnd(second);

        // Then
        assertThat(events()).isEmpty();
    }

    private void awaitSaid(String sentence) {
        trial.world.await().until(() -> said().contains(sentence));
    }

    private List<String> said() {
        return events().stream()
                .map(Manifest::tree)
                .map(event -> event.get("type") + " " + event.get("reason") + " " + event.get("message"))
                .toList();
    }

    private List<Manifest> events() {
        var kind = trial.world.client.discovery().find("v1", "Event").orThrow();
        return trial.world.client.list(kind, "shop", "").orThrow().stream()
                .filter(event -> Map.of("component", "keelstream-applier")
                        .equals(event.tree().get("source")))
                .toList();
    }
}
