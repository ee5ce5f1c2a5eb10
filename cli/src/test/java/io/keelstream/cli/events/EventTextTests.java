package io.keelstream.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisFindings;
import io.keelstream.contracts.analysis.AnalysisIdentity;
import io.keelstream.contracts.analysis.AnalysisMethod;
import io.keelstream.contracts.analysis.AnalysisSubject;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.contracts.attention.Attention;
import io.keelstream.contracts.attention.Attention.Cause;
import io.keelstream.contracts.attention.TargetAttention;
import io.keelstream.contracts.deployment.TargetRemoved;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.contracts.targets.TargetIdentity;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.table.ReadEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTextTests {

    @Test
    void eventIsOneLineOfJsonWhateverItsKeyHolds() {
        // Given
        String hostile = "prod\"uction/\\shop\n\u0000";
        ReadEvent event = new ReadEvent(
                EventType.TARGET_REMOVED,
                new Received<>(
                        hostile,
                        new TargetRemoved("production", "\"shop\"", "prod-eu", 2),
                        "id-\"1\"",
                        7,
                        Instant.parse("2026-01-01T12:00:00.500Z"),
                        new Received.Place(0, 0, Instant.EPOCH),
                        null));

        // When
        String line = EventText.json(event);

        // Then
        assertThat(line.lines()).hasSize(1);
        assertThat(Json.readObject(line))
                .containsExactly(
                        Map.entry("type", "io.keelstream.target.removed.v1"),
                        Map.entry("id", "id-\"1\""),
                        Map.entry("subject", hostile),
                        Map.entry("sequence", 7L),
                        Map.entry("time", "2026-01-01T12:00:00.500Z"),
                        Map.entry(
                                "data",
                                Map.of(
                                        "target",
                                        "production",
                                        "application",
                                        "\"shop\"",
                                        "cluster",
                                        "prod-eu",
                                        "orphaned",
                                        2L)));
    }

    @Test
    void problemOfSeveralLinesIsOnePart() {
        // Given
        Problem forged = new Problem("YamlSyntax", "first\n00:00:00.000  deployment.finished  x/y", "a\nb.yaml");
        Revision revision = new Revision("infra", "refs/heads/main", "0123456789abcdef", "A", "M", Instant.EPOCH);
        ReadEvent event = new ReadEvent(
                EventType.REVISION_REJECTED,
                new Received<>(
                        "production/shop",
                        new RevisionRejected(revision, List.of(forged, forged)),
                        "id",
                        7,
                        Instant.EPOCH,
                        new Received.Place(0, 0, Instant.EPOCH),
                        null));

        // Then
        assertThat(EventText.lines(event))
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.getFirst()).contains("REJECTED  0123456"))
                .element(2)
                .isEqualTo("    YamlSyntax: a\nb.yaml: first\n00:00:00.000  deployment.finished  x/y");
    }

    @Test
    void stepsOfACanaryAreCountedFromOneAsInStatus() {
        // Given
        Revision revision = new Revision("infra", "refs/heads/main", "0123456789abcdef", "A", "M", Instant.EPOCH);
        AnalysisSubject first = new AnalysisSubject(
                new AnalysisIdentity("analysis", "trial", "deployment", "digest"),
                "production",
                "shop",
                "shop",
                revision,
                new AnalysisSubject.Position(0, 1, Need.NO_HARM));
        ReadEvent event = new ReadEvent(
                EventType.VERDICT_ISSUED,
                new Received<>(
                        "production/shop",
                        new VerdictIssued(
                                first,
                                new VerdictIssued.Conclusion(Verdict.NO_HARM, "no sign of harm", null, null),
                                AnalysisFindings.NONE,
                                List.of(),
                                new AnalysisMethod("sequential", 4, null, null)),
                        "id",
                        1,
                        Instant.EPOCH,
                        new Received.Place(0, 0, Instant.EPOCH),
                        null));

        // When
        List<String> lines = EventText.lines(event);

        // Then
        assertThat(lines)
                .singleElement()
                .asString()
                .endsWith("  verdict.issued  production/shop  NO_HARM  0123456789ab step 1  no sign of harm");
    }

    @Test
    void whatWaitsForAPersonHasTheCommandBelowIt() {
        // Given
        Revision revision = new Revision("infra", "refs/heads/main", "0123456789abcdef", "A", "M", Instant.EPOCH);
        Attention attention = new Attention(
                Cause.APPROVAL,
                "sha256:3f2a",
                revision,
                "policy.sync is manual",
                "keelstream approve production/shop 3f2a",
                Instant.EPOCH,
                null);
        TargetIdentity identity = TargetIdentity.of(TargetName.parse("production/shop"), "prod-eu", "shop");
        ReadEvent event = new ReadEvent(
                EventType.ATTENTION_NEEDED,
                new Received<>(
                        "production/shop",
                        new TargetAttention(identity, attention),
                        "id",
                        7,
                        Instant.EPOCH,
                        new Received.Place(0, 0, Instant.EPOCH),
                        null));

        // Then
        assertThat(EventText.lines(event).getFirst())
                .endsWith("attention.needed  production/shop  APPROVAL  0123456789ab  policy.sync is manual");
        assertThat(EventText.lines(event).getLast())
                .isEqualTo("    since 1970-01-01T00:00:00Z: keelstream approve production/shop 3f2a");
    }
}
