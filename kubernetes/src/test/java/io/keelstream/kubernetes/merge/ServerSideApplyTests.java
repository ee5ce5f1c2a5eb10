package io.keelstream.kubernetes.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.ManagedFields;
import io.keelstream.kubernetes.fields.ManagedFieldsEntry;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.schema.BuiltInSchemas;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of server-side apply, one by one. */
class ServerSideApplyTests {

    private static final Instant MONDAY = Instant.parse("2026-03-02T08:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-03-03T08:00:00Z");

    private final ServerSideApply configMaps = engine("v1", "ConfigMap");
    private final ServerSideApply services = engine("v1", "Service");

    private static ServerSideApply engine(String apiVersion, String kind) {
        return new ServerSideApply(
                BuiltInSchemas.instance().findOrDeduced(apiVersion, kind), FieldSet.of(FieldPath.of("status")));
    }

    private static Manifest configMap(String rest) {
        return object("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'c','namespace':'n'}" + rest + "}");
    }

    private static Manifest object(String json) {
        return new Manifest(Json.readObject(json.replace('\'', '"')));
    }

    private Manifest applied(@Nullable Manifest live, Manifest configuration, String manager, Instant now) {
        return applied(configMaps, live, configuration, manager, now);
    }

    private static Manifest applied(
            ServerSideApply engine, @Nullable Manifest live, Manifest configuration, String manager, Instant now) {
        ApplyResult result = engine.apply(live, configuration, new FieldWriter(manager, now), false);
        assertThat(result).isInstanceOf(ApplyResult.Applied.class);
        return ((ApplyResult.Applied) result).object();
    }

    private static String owned(Manifest object, String manager) {
        return ManagedFields.of(object)
                .applier(manager)
                .map(entry -> Json.writeText(entry.fields().write()))
                .orElse("none");
    }

    @Test
    void createdObjectBelongsToItsApplierExceptForItsIdentity() {
        // When
        Manifest created = applied(null, configMap(",'data':{'a':'1'}"), "m", MONDAY);
        // Then
        assertThat(created.at("data", "a")).isEqualTo("1");
        assertThat(owned(created, "m")).isEqualTo("{\"f:data\":{\"f:a\":{}}}");
        assertThat(ManagedFields.of(created).entries().getFirst().time()).isEqualTo(MONDAY);
    }

    @Test
    void applyingTheSameAgainChangesNothingNotEvenTheTime() {
        // Given
        Manifest live = applied(null, configMap(",'data':{'a':'1'}"), "m", MONDAY);
        // When
        ApplyResult again =
                configMaps.apply(live, configMap(",'data':{'a':'1'}"), new FieldWriter("m", TUESDAY), false);
        // Then
        assertThat(again).isEqualTo(new ApplyResult.Applied(live, false));
    }

    @Test
    void fieldThatItsOnlyOwnerDropsIsRemoved() {
        // Given
        Manifest live = applied(null, configMap(",'data':{'a':'1','b':'2'}"), "m", MONDAY);
        // When
        Manifest after = applied(live, configMap(",'data':{'a':'1'}"), "m", TUESDAY);
        // Then
        assertThat(after.at("data")).isEqualTo(java.util.Map.of("a", "1"));
        assertThat(ManagedFields.of(after).entries().getFirst().time()).isEqualTo(TUESDAY);
    }

    @Test
    void droppedFieldStaysWhileAnotherManagerOwnsIt() {
        // Given
        Manifest first = applied(null, configMap(",'data':{'a':'1','b':'2'}"), "m", MONDAY);
        Manifest shared = applied(first, configMap(",'data':{'b':'2'}"), "other", MONDAY);
        // When
        Manifest after = applied(shared, configMap(",'data':{'a':'1'}"), "m", TUESDAY);
        // Then
        assertThat(after.at("data", "b")).isEqualTo("2");
        assertThat(owned(after, "m")).isEqualTo("{\"f:data\":{\"f:a\":{}}}");
        assertThat(owned(after, "other")).isEqualTo("{\"f:data\":{\"f:b\":{}}}");
    }

    @Test
    void managerThatOnlyCoOwnsGetsAnEntryWithoutTime() {
        // Given
        Manifest live = applied(null, configMap(",'data':{'a':'1'}"), "m", MONDAY);
        // When
        Manifest shared = applied(live, configMap(",'data':{'a':'1'}"), "other", TUESDAY);
        // Then
        assertThat(ManagedFields.of(shared).applier("other").map(ManagedFieldsEntry::time))
                .isEmpty();
    }

    @Test
    void otherValueForAnotherManagersFieldIsAConflictThatNamesBoth() {
        // Given
        Manifest live = applied(null, configMap(",'data':{'a':'1'}"), "m", MONDAY);
        // When
        ApplyResult result =
                configMaps.apply(live, configMap(",'data':{'a':'2'}"), new FieldWriter("other", TUESDAY), false);
        // Then
        assertThat(result)
                .isInstanceOfSatisfying(
                        ApplyResult.Conflicts.class,
                        conflicts -> assertThat(conflicts.message())
                                .isEqualTo("Apply failed with 1 conflict: conflict with \"m\": .data.a"));
    }

    @Test
    void forceMovesTheFieldToTheOneWhoForced() {
        // Given
        Manifest live = applied(null, configMap(",'data':{'a':'1','b':'1'}"), "m", MONDAY);
        // When
        ApplyResult result =
                configMaps.apply(live, configMap(",'data':{'a':'2'}"), new FieldWriter("other", TUESDAY), true);
        // Then
        Manifest after = ((ApplyResult.Applied) result).object();
        assertThat(owned(after, "m")).isEqualTo("{\"f:data\":{\"f:b\":{}}}");
        assertThat(owned(after, "other")).isEqualTo("{\"f:data\":{\"f:a\":{}}}");
    }

    @Test
    void undeclaredFieldIsNamedWithItsPath() {
        // When
        ApplyResult result = configMaps.apply(null, configMap(",'dta':{}"), new FieldWriter("m", MONDAY), false);
        // Then
        assertThat(result)
                .isInstanceOfSatisfying(
                        ApplyResult.Invalid.class,
                        invalid -> assertThat(invalid.message()).isEqualTo(".dta: field not declared in schema"));
    }

    @Test
    void itemsOfAListAreKnownByAllTheirKeysWithTheDefaultsOfTheSchema() {
        // Given
        String head = "{'apiVersion':'v1','kind':'Service','metadata':{'name':'s'},'spec':{'ports':[";
        Manifest live = applied(
                services,
                null,
                object(head + "{'port':80,'name':'a'},{'port':80,'protocol':'UDP','name':'b'}]}}"),
                "m",
                MONDAY);
        // When
        Manifest after = applied(services, live, object(head + "{'port':80,'name':'c'}]}}"), "m", TUESDAY);
        // Then
        assertThat(Json.writeText(after.at("spec", "ports"))).isEqualTo("[{\"port\":80,\"name\":\"c\"}]");
        assertThat(owned(after, "m"))
                .isEqualTo("{\"f:spec\":{\"f:ports\":{\"k:{\\\"port\\\":80,\\\"protocol\\\":\\\"TCP\\\"}\":"
                        + "{\".\":{},\"f:name\":{},\"f:port\":{}}}}}");
    }

    @Test
    void whatWasThereBeforeTheFirstApplyHasAnOwnerOfItsOwn() {
        // Given
        Manifest live = configMap(",'data':{'a':'1'}");
        // When
        ApplyResult result =
                configMaps.apply(live, configMap(",'data':{'a':'2'}"), new FieldWriter("m", MONDAY), false);
        // Then
        assertThat(result)
                .isInstanceOfSatisfying(
                        ApplyResult.Conflicts.class,
                        conflicts -> assertThat(conflicts.message())
                                .isEqualTo(
                                        "Apply failed with 1 conflict: conflict with \"before-first-apply\" using v1:"
                                                + " .data.a"));
    }

    @Test
    void updateTakesWhatItChangesAndNothingElse() {
        // Given
        Manifest live = applied(null, configMap(",'data':{'a':'1','b':'1'}"), "m", MONDAY);
        Manifest edited = live.copy();
        Manifest.map(edited.at("data")).put("a", "2");
        // When
        Manifest after = configMaps.update(live, edited, new FieldWriter("kubectl-edit", TUESDAY));
        // Then
        assertThat(owned(after, "m")).isEqualTo("{\"f:data\":{\"f:b\":{}}}");
        List<ManagedFieldsEntry> entries = ManagedFields.of(after).entries();
        assertThat(entries).hasSize(2);
        assertThat(entries.get(1).manager()).isEqualTo("kubectl-edit");
        assertThat(entries.get(1).fields()).isEqualTo(FieldSet.of(FieldPath.of("data", "a")));
    }
}
