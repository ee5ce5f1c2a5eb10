package io.keelstream.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.cli.explain.Tables;
import io.keelstream.cli.status.RejectedTargets.Row;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetIdentity;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.MemoryTable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RejectedTargetsTests {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final String REF = "infra@refs/heads/main";
    private static final Revision REVISION =
            new Revision("infra", "refs/heads/main", "c0ffee0000000000", "Ada", "Try", NOW);
    private static final Problem SYNTAX =
            new Problem("YamlSyntax", "a mapping key has no value", "shop/deployment.yaml:3:1");

    @Test
    void targetWhoseFirstCommitIsRejectedHasARow() {
        // When
        List<Row> rows = new RejectedTargets(List.of(application("shop", true, SYNTAX))).rows(List.of());

        // Then
        assertThat(text(NOW.plusSeconds(5)).table(rows).get(1))
                .containsSubsequence("production/shop", "rejected", "-", "Missing", "5s", "a commit that fixes")
                .contains("c0ffee000000: YamlSyntax: shop/deployment.yaml:3:1: a mapping");
        assertThat(text(NOW).detail(rows.getFirst()))
                .contains(
                        "waiting for: a commit that fixes c0ffee000000: YamlSyntax: shop/deployment.yaml:3:1: a mapping key has no"
                                + " value");
    }

    @Test
    void targetWhoseNewestCommitIsRejectedShowsItBesideTheAppliedRevision() {
        // When
        List<Row> rows = new RejectedTargets(List.of(application("shop", true, SYNTAX))).rows(List.of(healthy("shop")));

        // Then
        assertThat(rows).hasSize(1);
        assertThat(text(NOW).table(rows).get(1)).containsSubsequence("rejected", "c0ffee000000", "Healthy");
        assertThat(rows.getFirst().state().conditions()).containsExactly(SYNTAX);
    }

    @Test
    void targetThatIsNotRejectedIsAsInTheReadModel() {
        // When
        List<Row> rows = new RejectedTargets(List.of(application("shop", false)))
                .rows(List.of(healthy("shop"), healthy("blog")));

        // Then
        assertThat(rows).containsExactly(new Row(healthy("blog"), false), new Row(healthy("shop"), false));
    }

    @Test
    void problemOfARefIsShownOnceAndNotAgainWithItsTargets() {
        // Given
        Problem unreachable = new Problem("RepositoryUnreachable", "it cannot be read", REF);
        Received<Head> ref = record(REF, Head.of(REVISION, List.of(SYNTAX, unreachable), null));

        // When
        List<String> lines = RefProblems.lines(List.of(ref, application("shop", true, SYNTAX)));

        // Then
        assertThat(lines).containsExactly(REF + "  RepositoryUnreachable: it cannot be read");
    }

    private static Received<Head> application(String name, boolean rejected, Problem... problems) {
        TargetHead target = new TargetHead(
                "key",
                new Head.BundleHead(null, List.of(), List.of(), "default", name, TargetPolicy.DEFAULT, 0),
                new Head.Ending(rejected, List.of(problems), null, null),
                false,
                List.of(),
                Head.Lifetime.NONE);
        ApplicationHead application = new ApplicationHead(name, Map.of("production", target));
        return record(REF + "#" + name, Head.of(REVISION, application));
    }

    private static Received<Head> record(String key, Head head) {
        return new Received<>(key, head, "id", 1, NOW, new Received.Place(0, 0, NOW), null);
    }

    private static TargetState healthy(String application) {
        return new TargetState(
                new TargetIdentity("production", application, "default", application),
                new TargetState.Revisions(REVISION, REVISION),
                new TargetState.State("Healthy", NOW, 1, List.of()),
                TargetState.Deployment.NONE,
                "",
                List.of());
    }

    private static StatusText text(Instant now) {
        return new StatusText(new Tables(new MemoryTable<>(Head.class), new MemoryTable<>(TargetState.class)), now);
    }
}
