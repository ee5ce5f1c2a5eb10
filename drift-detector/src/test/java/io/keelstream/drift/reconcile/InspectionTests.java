package io.keelstream.drift.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.ApplyState;
import io.keelstream.contracts.inventory.InventoryObject.OwnedFields;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.DriftPolicy;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.drift.assessment.DriftAssessment;
import io.keelstream.drift.live.ClusterWatch;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.ApplyEntry;
import io.keelstream.kubernetes.ownership.OwnerMark;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A watch that lags: it still shows the object as the applier left it, while the server has what somebody made of it. */
class InspectionTests {

    private static final ObjectReference SETTINGS = new ObjectReference("", "ConfigMap", "shop", "settings");
    private static final Manifest APPLIED = settings("blue");
    private static final Manifest LIVE = settings("red");

    private final ClusterWatch watch = new ClusterWatch(clusterOf(LIVE), (target, reference) -> {});
    private final Inspection inspection = new Inspection(
            watch,
            new ClusterWatch.Coverage(Set.of(SETTINGS.groupKind()), Map.of(), true),
            new Bundle(
                    desired(), new OwnerMark("acme", "production/shop"), DriftPolicy.of(TargetPolicy.DEFAULT), false),
            Clock.systemUTC());

    @Test
    void driftThatIsReportedIsNotEndedByAWatchThatLags() throws Exception {
        watch.changed(SETTINGS.groupKind(), APPLIED);

        List<Finding> findings = inspection.of(List.of(applied()), Set.of(SETTINGS.toString()));

        assertThat(findings)
                .singleElement()
                .satisfies(finding -> assertThat(finding.assessment()).isInstanceOf(DriftAssessment.Drifted.class));
    }

    @Test
    void objectThatTheWatchShowsAsItWasLeftIsNotReadUnlessItsDriftIsReported() throws Exception {
        watch.changed(SETTINGS.groupKind(), APPLIED);

        List<Finding> findings = inspection.of(List.of(applied()), Set.of());

        assertThat(findings)
                .singleElement()
                .satisfies(finding -> assertThat(finding.assessment()).isInstanceOf(DriftAssessment.Clean.class));
    }

    /** A cluster whose every read answers with the object. */
    private static ClusterClient clusterOf(Manifest object) {
        return (ClusterClient) Proxy.newProxyInstance(
                ClusterClient.class.getClassLoader(),
                new Class<?>[] {ClusterClient.class},
                (proxy, method, arguments) -> new ApiResult.Ok<>(object));
    }

    private static Manifest settings(String colour) {
        return new Manifest(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                Map.of("name", "settings", "namespace", "shop", "uid", "1", "managedFields", entries(colour)),
                "data",
                Map.of("colour", colour)));
    }

    /** The field is ours until somebody takes it. */
    private static List<Map<String, Object>> entries(String colour) {
        Map<String, Object> field = Map.of("f:data", Map.of("f:colour", Map.of()));
        return colour.equals("blue")
                ? List.of(entry("keelstream", "Apply", field))
                : List.of(entry("kubectl-edit", "Update", field), entry("keelstream", "Apply", Map.of()));
    }

    private static Map<String, Object> entry(String manager, String operation, Map<String, Object> fields) {
        return Map.of(
                "manager",
                manager,
                "operation",
                operation,
                "apiVersion",
                "v1",
                "fieldsType",
                "FieldsV1",
                "fieldsV1",
                fields);
    }

    private static InventoryObject applied() {
        ApplyEntry owned = Objects.requireNonNull(ApplyEntry.of(APPLIED));
        return new InventoryObject(
                SETTINGS.toString(),
                "v1",
                0,
                null,
                new ApplyState("1", "d", false, false, null),
                new OwnedFields(owned.fieldsV1(), owned.time()));
    }

    private static Desired desired() {
        return new Desired(
                false,
                new Revision("infra", "refs/heads/main", "c0ffee", "A <a@b.c>", "Change", Instant.EPOCH),
                new Desired.Settings("default", "shop", TargetPolicy.DEFAULT, "policy", Map.of()),
                "digest",
                List.of(new DesiredObject(
                        SETTINGS.toString(),
                        "d",
                        new DesiredObject.Origin("c0ffee", null, null, "all.yaml"),
                        false,
                        Map.of(
                                "apiVersion",
                                "v1",
                                "kind",
                                "ConfigMap",
                                "metadata",
                                Map.of("name", "settings"),
                                "data",
                                Map.of("colour", "blue")))),
                List.of(),
                List.of());
    }
}
