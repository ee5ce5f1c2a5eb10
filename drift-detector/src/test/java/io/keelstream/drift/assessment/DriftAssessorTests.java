package io.keelstream.drift.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.drift.DriftKind;
import io.keelstream.contracts.drift.DriftedField;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.ApplyState;
import io.keelstream.contracts.inventory.InventoryObject.OwnedFields;
import io.keelstream.contracts.targets.TargetPolicy.Drift;
import io.keelstream.kubernetes.hold.Hold;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.OwnerMark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriftAssessorTests {

    private static final Instant APPLIED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = APPLIED.plusSeconds(60);
    private static final Map<String, Object> OWNED = fields("f:data", Map.of("f:colour", Map.of(), "f:size", Map.of()));
    private static final DriftRules RULES = new DriftRules(Drift.CORRECT, false, true, IgnoredFields.NONE);

    @Test
    void unchangedEntryIsClean() {
        assertThat(assess(expected(RULES), live("blue", List.of(ours(OWNED))))).isEqualTo(new DriftAssessment.Clean());
    }

    @Test
    void fieldOfAnotherManagerIsDriftUnderItsName() {
        // When
        DriftAssessment assessment = assess(expected(RULES), taken("red"));

        // Then
        DriftedField field = drifted(assessment).fields().getFirst();
        assertThat(field.path()).isEqualTo("/data/colour");
        assertThat(field.manager()).isEqualTo("kubectl-edit");
        assertThat(drifted(assessment).foreign()).isTrue();
    }

    @Test
    void fieldOfAnotherManagerWithOurValueIsClean() {
        assertThat(assess(expected(RULES), taken("blue"))).isEqualTo(new DriftAssessment.Clean());
    }

    @Test
    void ownerAloneDecidesWhereTheValueInGitIsUnknown() {
        // Given
        Expected blind = new Expected(applied(false, false), null, new OwnerMark("acme", "t/a"), RULES);

        // Then
        assertThat(assess(blind, taken("blue"))).isInstanceOf(DriftAssessment.Drifted.class);
    }

    @Test
    void secretAppliedUnderOurManagerNameIsDriftOfAllItsKeys() {
        // Given
        Map<String, Object> entry = ours(OWNED);
        entry.put("time", NOW.toString());
        Expected secret = new Expected(
                applied(false, false), new Manifest(Map.of("metadata", Map.of())), new OwnerMark("acme", "t/a"), RULES);

        // When
        DriftAssessment assessment =
                DriftAssessor.assess(secret, new Live.Present(live("hidden", List.of(entry)), false), NOW);

        // Then
        assertThat(drifted(assessment).fields())
                .extracting(DriftedField::path)
                .containsExactly("/data/colour", "/data/size");
        assertThat(drifted(assessment).fields()).allMatch(field -> "keelstream".equals(field.manager()));
    }

    @Test
    void conflictsFailReportsFieldsOfOthersAndCorrectsNone() {
        // Given
        DriftRules gentle = new DriftRules(Drift.CORRECT, false, false, IgnoredFields.NONE);

        // Then
        assertThat(drifted(assess(expected(gentle), taken("red"))).policy()).isEqualTo(Drift.REPORT);
    }

    @Test
    void objectThatAControllerTookHasAForeignOwner() {
        // Given
        Manifest object = live("blue", List.of(ours(OWNED)));
        object.metadata().put("ownerReferences", List.of(Map.of("kind", "Widget", "name", "w", "controller", true)));

        // When
        DriftAssessment.Drifted drift = drifted(assess(expected(RULES), object));

        // Then
        assertThat(drift.kind()).isEqualTo(DriftKind.FOREIGN_OWNER);
        assertThat(drift.owner()).isEqualTo("Widget/w");
    }

    @Test
    void terminatingObjectIsNotAssessedAndADeletedOneIsMissing() {
        // Given
        Manifest leaving = taken("red");
        leaving.metadata().put("deletionTimestamp", NOW.toString());

        // Then
        assertThat(assess(expected(RULES), leaving)).isEqualTo(new DriftAssessment.Unsettled());
        assertThat(drifted(DriftAssessor.assess(expected(RULES), new Live.Absent(), NOW))
                        .kind())
                .isEqualTo(DriftKind.MISSING);
    }

    @Test
    void completedJobMayDisappear() {
        // Given
        Expected done = new Expected(applied(false, true), null, new OwnerMark("acme", "t/a"), RULES);

        // Then
        assertThat(DriftAssessor.assess(done, new Live.Absent(), NOW)).isEqualTo(new DriftAssessment.Excluded());
    }

    @Test
    void jobThatDeletesItselfIsNotCreatedAgainThoughNobodySawItsEnd() {
        // Given
        Manifest job = new Manifest(
                Map.of("apiVersion", "batch/v1", "kind", "Job", "spec", Map.of("ttlSecondsAfterFinished", 30L)));
        Expected gone = new Expected(applied(false, false), job, new OwnerMark("acme", "t/a"), RULES);

        // Then
        assertThat(DriftAssessor.assess(gone, new Live.Absent(), NOW)).isEqualTo(new DriftAssessment.Excluded());
    }

    @Test
    void dirtyObjectIsNotAssessed() {
        // Given
        Expected dirty = new Expected(applied(true, false), null, new OwnerMark("acme", "t/a"), RULES);

        // Then
        assertThat(assess(dirty, taken("red"))).isEqualTo(new DriftAssessment.Unsettled());
    }

    @Test
    void objectThatIsOnlyCreatedMayChange() {
        // Given
        Expected once = expected(new DriftRules(Drift.CORRECT, true, true, IgnoredFields.NONE));

        // Then
        assertThat(assess(once, taken("red"))).isEqualTo(new DriftAssessment.Clean());
        assertThat(DriftAssessor.assess(once, new Live.Absent(), NOW)).isInstanceOf(DriftAssessment.Drifted.class);
    }

    @Test
    void holdCountsForADayFromWhenItWasWritten() {
        // Given
        Manifest held = live(
                "red",
                List.of(entry(
                        "kubectl-annotate",
                        "Update",
                        fields(
                                "f:metadata",
                                fields("f:annotations", fields("f:keelstream.io/hold-until", Map.of()))))));
        held.metadata()
                .put(
                        "annotations",
                        Map.of(
                                "keelstream.io/owner",
                                new OwnerMark("acme", "t/a"),
                                "keelstream.io/hold-until",
                                "2036-01-01T00:00:00Z"));

        // Then
        assertThat(assess(expected(RULES), held)).isEqualTo(new DriftAssessment.Held(APPLIED.plus(Hold.LONGEST)));
        assertThat(DriftAssessor.assess(expected(RULES), new Live.Present(held, true), APPLIED.plus(Hold.LONGEST)))
                .isInstanceOf(DriftAssessment.Drifted.class);
    }

    @Test
    void fingerprintDependsOnPathsAndOwnersAndNotOnTheTime() {
        // When
        String first = drifted(assess(expected(RULES), taken("red"))).fingerprint();
        String second = drifted(assess(expected(RULES), taken("green"))).fingerprint();
        String other = drifted(DriftAssessor.assess(expected(RULES), new Live.Absent(), NOW))
                .fingerprint();

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    private static DriftAssessment assess(Expected expected, Manifest live) {
        return DriftAssessor.assess(expected, new Live.Present(live, true), NOW);
    }

    private static DriftAssessment.Drifted drifted(DriftAssessment assessment) {
        assertThat(assessment).isInstanceOf(DriftAssessment.Drifted.class);
        return (DriftAssessment.Drifted) assessment;
    }

    private static Expected expected(DriftRules rules) {
        Manifest desired = new Manifest(Map.of("data", Map.of("colour", "blue", "size", "small")));
        return new Expected(applied(false, false), desired, new OwnerMark("acme", "t/a"), rules);
    }

    private static InventoryObject applied(boolean dirty, boolean completed) {
        return new InventoryObject(
                "ConfigMap/a/settings",
                "v1",
                0,
                null,
                new ApplyState("uid-1", "digest", dirty, completed, null),
                new OwnedFields(OWNED, APPLIED));
    }

    private static Manifest taken(String colour) {
        return live(
                colour,
                List.of(
                        ours(fields("f:data", Map.of("f:size", Map.of()))),
                        entry("kubectl-edit", "Update", fields("f:data", Map.of("f:colour", Map.of())))));
    }

    private static Manifest live(String colour, List<Map<String, Object>> managers) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("uid", "uid-1");
        metadata.put("annotations", Map.of("keelstream.io/owner", "acme/t/a"));
        metadata.put("managedFields", new ArrayList<>(managers));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("metadata", metadata);
        tree.put("data", Map.of("colour", colour, "size", "small"));
        return new Manifest(tree);
    }

    private static Map<String, Object> ours(Map<String, Object> owned) {
        return entry("keelstream", "Apply", owned);
    }

    private static Map<String, Object> entry(String manager, String operation, Map<String, Object> owned) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("manager", manager);
        entry.put("operation", operation);
        entry.put("apiVersion", "v1");
        entry.put("time", APPLIED.toString());
        entry.put("fieldsType", "FieldsV1");
        entry.put("fieldsV1", owned);
        return entry;
    }

    private static Map<String, Object> fields(String name, Map<String, Object> below) {
        return Map.of(name, below);
    }
}
