package io.keelstream.cli.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.drift.DriftKind;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.drift.DriftedField;
import io.keelstream.contracts.drift.DriftedField.Change;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy.Drift;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DriftTableTests {

    private static final Instant FOUND = Instant.parse("2026-01-01T13:00:25.550Z");
    private static final Instant WRITTEN = Instant.parse("2026-01-01T13:00:25Z");

    @Test
    void saysWhoChangedWhatAndWhenAndThatACommitAcceptsIt() {
        // Given
        DriftedField scaled = new DriftedField(
                "/spec/replicas",
                Change.CHANGED,
                new DriftedField.Writer("kubectl", "Update", "scale", WRITTEN),
                "7",
                "3");
        DriftedField removed =
                new DriftedField("/metadata/labels/team", Change.REMOVED, DriftedField.Writer.UNKNOWN, null, null);
        DriftState shop = state(
                object("Deployment.apps/shop/web", DriftKind.MODIFIED, List.of(scaled, removed), null, null),
                object("ConfigMap/shop/settings", DriftKind.MISSING, List.of(), null, null));

        // When
        String text = String.join("\n", DriftTable.lines(Map.of("production/shop", shop)));

        // Then
        assertThat(text.replaceAll(" +", " ").replaceAll(" +\\n", "\n")).isEqualTo("""
            TARGET OBJECT WHAT WHO HOW WHEN KEELSTREAM
            production/shop Deployment.apps/shop/web /spec/replicas 3 -> 7 kubectl (scale) Update 2026-01-01T13:00:25Z corrects
            production/shop Deployment.apps/shop/web /metadata/labels/team removed - - 2026-01-01T13:00:25.550Z corrects
            production/shop ConfigMap/shop/settings missing - - 2026-01-01T13:00:25.550Z corrects

            To accept a change, commit it: Git is the only source.""");
    }

    @Test
    void namesTheOtherOwnerAndWhenAContestedObjectIsCorrectedNext() {
        // Given
        DriftedField fought = new DriftedField(
                "/data/colour",
                Change.CHANGED,
                new DriftedField.Writer("fighter", "Update", null, WRITTEN),
                null,
                null);
        DriftState shop = state(
                object("ConfigMap/shop/a", DriftKind.FOREIGN_OWNER, List.of(), "acme/production/other", null),
                object("ConfigMap/shop/b", DriftKind.MODIFIED, List.of(fought), null, FOUND.plusSeconds(60)));

        // When
        List<String> lines = DriftTable.lines(Map.of("production/shop", shop));

        // Then
        assertThat(lines.get(1)).contains("belongs to acme/production/other");
        assertThat(lines.get(2)).contains("fighter", "contested, corrects after 2026-01-01T13:01:25.550Z");
    }

    @Test
    void doesNotClaimThatNothingDriftedWhereItCannotBeChecked() {
        // Given
        Problem problem = new Problem("KindNotServed", "the cluster does not serve Widget.example.com", null);
        DriftState shop = new DriftState(3, List.of(), List.of(), List.of(problem));

        // When
        List<String> lines = DriftTable.lines(Map.of("production/shop", shop));

        // Then
        assertThat(lines)
                .containsExactly(
                        "nothing has drifted, as far as it can be checked",
                        "production/shop cannot be checked: the cluster does not serve Widget.example.com");
        assertThat(DriftTable.lines(Map.of())).containsExactly("nothing has drifted");
    }

    private static DriftState state(DriftedObject... objects) {
        return new DriftState(3, List.of(objects), List.of(), List.of());
    }

    private static DriftedObject object(
            String reference,
            DriftKind kind,
            List<DriftedField> fields,
            @Nullable String owner,
            @Nullable Instant notBefore) {
        return new DriftedObject(
                reference,
                kind,
                new DriftedObject.Difference(fields, fields.size(), owner, "fingerprint"),
                "digest",
                Drift.CORRECT,
                new DriftedObject.Times(FOUND, FOUND),
                new DriftedObject.Contest(notBefore != null, notBefore));
    }
}
