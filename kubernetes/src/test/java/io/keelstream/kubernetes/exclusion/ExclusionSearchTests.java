package io.keelstream.kubernetes.exclusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.exclusion.ExclusionSearch.Found;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.Eviction;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A server that names nothing, and takes Git's field only where certain fields of somebody else are gone. */
class ExclusionSearchTests {

    private static final int FIELDS = 40;
    private static final Manifest BODY = thing(Map.of("git", "1"));
    private static final Manifest LIVE = live("example.com/v1");
    private static final ApiError REFUSED = error(ApiError.Kind.PERMANENT, 422);

    private int calls;

    @Test
    void oneOfManyForeignFieldsGoesAndTheOthersStay() {
        Found found = search(removed -> removed.contains("f17") ? null : REFUSED);

        assertThat(found)
                .isInstanceOfSatisfying(
                        Found.Excluded.class,
                        excluded -> assertThat(excluded.gone().paths()).hasToString("[.spec.f17]"));
        assertThat(calls).isLessThan(FIELDS / 2);
    }

    /** Where a conversion gives fields other names, those are unknown here. */
    @Test
    void foreignFieldThatWasWrittenInAnotherVersionGoes() {
        Manifest live = live("example.com/v1beta1", "renamed");

        Found found = search(live, removed -> removed.contains("f17") ? null : REFUSED);

        assertThat(found)
                .isInstanceOfSatisfying(
                        Found.Excluded.class,
                        excluded -> assertThat(excluded.gone().paths()).hasToString("[.spec.f17]"));
        Set<Object> theirs = new HashSet<>();
        Eviction.of(live, ((Found.Excluded) found).gone(), "example.com/v1").forEach(entry -> {
            Manifest owner = new Manifest(Manifest.map(entry));
            if (owner.tree().get("manager").equals("kubectl-edit")) {
                theirs.addAll(Manifest.map(owner.at("fieldsV1", "f:spec")).keySet());
            }
        });
        assertThat(theirs).contains("f:f16", "f:renamed").doesNotContain("f:f17");
    }

    @Test
    void foreignFieldsThatExcludeOnlyTogetherWithOthersGo() {
        Found found = search(removed -> removed.containsAll(Set.of("f3", "f31")) ? null : REFUSED);

        assertThat(found)
                .isInstanceOfSatisfying(
                        Found.Excluded.class,
                        excluded -> assertThat(excluded.gone().paths()).hasToString("[.spec.f3, .spec.f31]"));
    }

    @Test
    void serverThatFallsSilentMeanwhileTakesNothingAway() {
        ApiError silent = error(ApiError.Kind.UNREACHABLE, 0);

        Found found = search(removed -> calls == 1 ? null : silent);

        assertThat(found).isEqualTo(new Found.Refused(silent));
    }

    /** Says why the object is refused without these fields; null where it is not. */
    private interface Server {
        @Nullable
        ApiError refuses(Set<String> removed);
    }

    private Found search(Server server) {
        return search(LIVE, server);
    }

    private Found search(Manifest live, Server server) {
        ClusterClient client = (ClusterClient) Proxy.newProxyInstance(
                ClusterClient.class.getClassLoader(),
                new Class<?>[] {ClusterClient.class},
                (proxy, method, arguments) -> answer(server, Manifest.map(arguments[1])));
        return new ExclusionSearch(client, live, live, BODY, Instant.EPOCH).search(REFUSED);
    }

    private ApiResult<Manifest> answer(Server server, Map<String, @Nullable Object> patch) {
        calls++;
        Set<String> removed = new HashSet<>();
        Manifest.map(patch.get("spec")).forEach((name, value) -> {
            if (value == null) {
                removed.add(name);
            }
        });
        ApiError refusal = server.refuses(removed);
        return refusal == null ? new ApiResult.Ok<>(LIVE) : new ApiResult.Failed<>(refusal);
    }

    private static ApiError error(ApiError.Kind kind, int code) {
        return new ApiError(kind, code, "", "", List.of(), null);
    }

    /**
     * @param apiVersion in which somebody wrote the fields
     * @param unknown recorded as written, and in no field of the object
     */
    private static Manifest live(String apiVersion, String... unknown) {
        Map<String, Object> spec = IntStream.range(0, FIELDS)
                .mapToObj(number -> "f" + number)
                .collect(Collectors.toMap(name -> name, name -> "1", (a, b) -> a, TreeMap::new));
        Map<String, Object> owned = Stream.concat(spec.keySet().stream(), Stream.of(unknown))
                .collect(Collectors.toMap(name -> "f:" + name, name -> Map.of()));
        Manifest live = thing(spec).copy();
        live.metadata()
                .put(
                        "managedFields",
                        List.of(Map.of(
                                "manager",
                                "kubectl-edit",
                                "operation",
                                "Update",
                                "apiVersion",
                                apiVersion,
                                "fieldsType",
                                "FieldsV1",
                                "fieldsV1",
                                Map.of("f:spec", owned))));
        return live;
    }

    private static Manifest thing(Map<String, ?> spec) {
        return new Manifest(new HashMap<>(Map.of(
                "apiVersion",
                "example.com/v1",
                "kind",
                "Thing",
                "metadata",
                new HashMap<>(Map.of("name", "a", "namespace", "shop")),
                "spec",
                new HashMap<>(spec))));
    }
}
