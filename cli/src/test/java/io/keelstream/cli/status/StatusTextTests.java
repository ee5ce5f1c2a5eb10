package io.keelstream.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.cli.explain.Tables;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetIdentity;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.targets.TargetState.Deployment;
import io.keelstream.contracts.targets.TargetState.ObjectHealth;
import io.keelstream.contracts.targets.TargetState.Revisions;
import io.keelstream.contracts.targets.TargetState.State;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.messaging.partition.MemoryTable;
import io.keelstream.testing.partition.MemoryPartition;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StatusTextTests {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                DEGRADED | Healthy     | 1 (ended DEGRADED; its objects are Healthy now)
                DEGRADED | Degraded    | 1 (ended DEGRADED)
                HEALTHY  | Healthy     | 1 (ended HEALTHY)
                HEALTHY  | Suspended   | 1 (ended HEALTHY)
                HEALTHY  | Progressing | 1 (ended HEALTHY; its objects are Progressing now)
                FAILED   | Healthy     | 1 (ended FAILED; its objects are Healthy now)
                FAILED   | Missing     | 1 (ended FAILED)
                """)
    void outcomeIsToldAsPastAndHealthAsPresent(String outcome, String health, String words) {
        assertThat(deployment(outcome, health)).isEqualTo(words);
    }

    /** Every outcome beside every health: where the two say different things, both are named as what they are. */
    @ParameterizedTest
    @MethodSource("pairs")
    void noOutcomeContradictsTheHealthBesideIt(Outcome outcome, Health health) {
        String words = deployment(outcome.name(), health.toString());

        boolean well = health == Health.HEALTHY || health == Health.SUSPENDED;
        boolean contradiction = switch (outcome) {
            case HEALTHY -> !well;
            case DEGRADED, FAILED -> well;
            case ROLLED_BACK, REHEARSED, SUPERSEDED, REMOVED, UNKNOWN -> false;
        };
        assertThat(words).startsWith("1 (ended " + outcome.name());
        assertThat(words.contains("its objects are " + health + " now")).isEqualTo(contradiction);
    }

    static Stream<Arguments> pairs() {
        return Stream.of(Outcome.values())
                .flatMap(outcome -> Stream.of(Health.values()).map(health -> Arguments.of(outcome, health)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                  | cause:       Deployment.apps/shop/web: 0 of 1 replicas available (keelstream explain production/shop shows more)",
                "a person                            | cause:       Deployment.apps/shop/web: 0 of 1 replicas available (keelstream explain production/shop shows more)",
                "web to be 0 of 1 replicas available |"
            })
    void causeIsShownWhereWhatIsWaitedForDoesNotSayIt(String waitingFor, @Nullable String line) {
        // Given
        MemoryPartition records = new MemoryPartition();
        ObjectHealth web = new ObjectHealth("Deployment.apps/shop/web", "Degraded", "0 of 1 replicas available");
        TargetState state = new TargetState(
                TargetIdentity.of(new TargetName("production", "shop"), "default", "shop"),
                new Revisions(null, null),
                new State("Degraded", NOW, 1, List.of(web)),
                Deployment.NONE,
                waitingFor,
                List.of());
        records.put(Topic.TARGET, "production/shop", state);
        Tables tables =
                new Tables(records.table(Topic.HEAD, Head.class), records.table(Topic.TARGET, TargetState.class));

        // When
        StatusText text = new StatusText(tables, NOW);
        RejectedTargets.Row row = new RejectedTargets.Row(state, false);

        // Then
        List<String> causes = text.detail(row).stream()
                .filter(each -> each.startsWith("cause:"))
                .toList();
        assertThat(causes).isEqualTo(line == null ? List.of() : List.of(line));
        assertThat(text.table(List.of(row)).get(1))
                .endsWith(waitingFor.isEmpty() ? "Deployment.apps/shop/web: 0 of 1 replicas available" : waitingFor);
    }

    @Test
    void whatIsWaitedForIsSaidOnce() {
        // Given
        Problem pause = Reason.PAUSED.problem("new releases are paused by ada", null);
        Problem missing = Reason.APPROVAL_MISSING.problem("approve it", null);
        TargetState state = new TargetState(
                TargetIdentity.of(new TargetName("production", "shop"), "default", "shop"),
                new Revisions(null, null),
                new State("Healthy", NOW, 1, List.of()),
                Deployment.NONE,
                pause.message(),
                List.of(pause, missing));

        // Then
        List<String> lines = text(NOW).detail(new RejectedTargets.Row(state, false));
        assertThat(lines)
                .filteredOn(line -> line.contains(pause.message()))
                .containsExactly("waiting for: " + pause.message());
        assertThat(lines).contains("reason:      Paused", "  ApprovalMissing: approve it");
    }

    private static String deployment(String outcome, String health) {
        TargetState state = new TargetState(
                TargetIdentity.of(new TargetName("production", "shop"), "default", "shop"),
                new Revisions(null, null),
                new State(health, NOW, 1, List.of()),
                new Deployment("1", false, outcome, null),
                "",
                List.of());
        return text(NOW).detail(new RejectedTargets.Row(state, false)).stream()
                .filter(line -> line.startsWith("deployment:  "))
                .map(line -> line.substring("deployment:  ".length()))
                .findFirst()
                .orElseThrow();
    }

    private static StatusText text(Instant now) {
        return new StatusText(new Tables(new MemoryTable<>(Head.class), new MemoryTable<>(TargetState.class)), now);
    }
}
