package io.keelstream.kubernetes.client;

import static io.keelstream.kubernetes.client.Documents.CONFIG_MAPS;
import static io.keelstream.kubernetes.client.Documents.configMap;
import static io.keelstream.kubernetes.client.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesClusterClientTests {

    private static final ObjectReference REFERENCE = new ObjectReference("", "ConfigMap", "shop", "a");

    @TempDir
    private Path folder;

    private ScriptedServer server;
    private ClusterClient client;

    @BeforeEach
    void connect() throws IOException {
        server = new ScriptedServer();
        Documents.serveConfigMaps(server);
        client = Clusters.open(
                new ClusterSettings(
                        "test",
                        server.kubeconfig(folder),
                        new Impersonation("system:serviceaccount:{namespace}:deployer"),
                        ClusterSettings.Limits.DEFAULT),
                new SimpleMeterRegistry());
    }

    @AfterEach
    void disconnect() {
        client.close();
        server.close();
    }

    @Test
    void appliesWithStrictValidationUnderItsManager() {
        // Given
        server.on("PATCH " + CONFIG_MAPS + "/a", json(200, configMap("a", "9")));

        // When
        Manifest applied = client.apply(object("a"), new ApplyOptions("keel stream", true, true))
                .orThrow();

        // Then
        ScriptedServer.Seen request = server.seen("PATCH " + CONFIG_MAPS + "/a").getFirst();
        assertThat(applied.resourceVersion()).isEqualTo("9");
        assertThat(request.query().split("&"))
                .containsExactlyInAnyOrder(
                        "fieldManager=keel%20stream", "fieldValidation=Strict", "force=true", "dryRun=All");
        assertThat(Json.readObject(request.body())).isEqualTo(object("a").tree());
    }

    @Test
    void answersAsClosedAfterItWasClosed() {
        // Given
        client.get(REFERENCE);
        client.close();

        // When
        ApiResult<Manifest> answer = client.get(REFERENCE);

        // Then
        assertThat(answer)
                .isInstanceOfSatisfying(
                        ApiResult.Failed.class,
                        failed -> assertThat(
                                        ((ApiResult.Failed<?>) failed).error().message())
                                .endsWith("the client is closed"));
    }

    @Test
    void createsInTheCollection() {
        // Given
        server.on("POST " + CONFIG_MAPS, json(201, configMap("a", "9")));

        // When
        ApiResult<Manifest> created = client.create(object("a"), "keelstream", false);

        // Then
        assertThat(created).isInstanceOf(ApiResult.Ok.class);
        assertThat(server.seen("POST " + CONFIG_MAPS).getFirst().query()).doesNotContain("dryRun");
    }

    @Test
    void deletesOnlyTheObjectOfThatUid() {
        // Given
        server.on("DELETE " + CONFIG_MAPS + "/a", json(200, "{\"kind\":\"Status\",\"status\":\"Success\"}"));

        // When
        ApiResult<Void> deleted = client.delete(REFERENCE, "uid-1", true, true);

        // Then
        String body = server.seen("DELETE " + CONFIG_MAPS + "/a").getFirst().body();
        assertThat(deleted).isInstanceOf(ApiResult.Ok.class);
        assertThat(Json.readObject(body))
                .containsEntry("propagationPolicy", "Foreground")
                .containsEntry("preconditions", Map.of("uid", "uid-1"))
                .containsEntry("dryRun", java.util.List.of("All"));
    }

    @Test
    void patchesWithTheGivenKindOfPatch() {
        // Given
        server.on("PATCH " + CONFIG_MAPS + "/a", json(200, configMap("a", "9")));

        // When
        client.patch(REFERENCE, "application/merge-patch+json", Map.of("data", Map.of("a", "c")), "keelstream")
                .orThrow();

        // Then
        ScriptedServer.Seen request = server.seen("PATCH " + CONFIG_MAPS + "/a").getFirst();
        assertThat(request.body()).isEqualTo("{\"data\":{\"a\":\"c\"}}");
    }

    @Test
    void givesPartialMetadataTheKindOfItsObject() {
        // Given
        server.on("GET " + CONFIG_MAPS + "/a", json(200, """
            {"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1",\
            "metadata":{"name":"a","namespace":"shop","uid":"uid-1"}}\
            """));

        // When
        Manifest metadata = client.getMetadata(REFERENCE).orThrow();

        // Then
        assertThat(metadata.reference()).isEqualTo(REFERENCE);
        assertThat(metadata.uid()).isEqualTo("uid-1");
    }

    @Test
    void eachRequestOnBehalfOfATargetActsAsItsOwnAccount() {
        // Given
        server.on("PATCH " + CONFIG_MAPS + "/a", json(200, configMap("a", "9")));
        ApplyOptions options = new ApplyOptions("keelstream", true, false);

        // When
        client.onBehalfOf("shop").apply(object("a"), options).orThrow();
        client.onBehalfOf("billing").urgently().apply(object("a"), options).orThrow();
        client.onBehalfOf("shop")
                .guardedBy(WriteGuard.OPEN)
                .apply(object("a"), options)
                .orThrow();
        client.apply(object("a"), options).orThrow();

        // Then
        assertThat(server.seen("PATCH " + CONFIG_MAPS + "/a"))
                .extracting(ScriptedServer.Seen::impersonate)
                .containsExactly(
                        "system:serviceaccount:shop:deployer",
                        "system:serviceaccount:billing:deployer",
                        "system:serviceaccount:shop:deployer",
                        "null");
    }

    @Test
    void discoveryAndIdentityAreAskedForWithTheClientsOwnAccount() {
        // Given
        server.on("GET /api/v1/namespaces/kube-system", json(200, """
            {"kind":"PartialObjectMetadata","metadata":{"name":"kube-system","uid":"cluster-1"}}\
            """));
        ClusterClient shop = client.onBehalfOf("shop");

        // When
        shop.discovery().find("v1", "ConfigMap").orThrow();
        shop.uid().orThrow();

        // Then
        assertThat(server.seen("GET /api").getFirst().impersonate()).isEqualTo("null");
        assertThat(server.seen("GET /api/v1/namespaces/kube-system").getFirst().impersonate())
                .isEqualTo("null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shop:admin", "Shop", "shop\r\nImpersonate-Group: system:masters", "../kube-system"})
    void nothingIsSentOnBehalfOfWhatCannotBeANamespace(String namespace) {
        // When
        ApiResult<Manifest> result =
                client.onBehalfOf(namespace).apply(object("a"), new ApplyOptions("keelstream", false, false));

        // Then
        assertThat(result)
                .isInstanceOfSatisfying(
                        ApiResult.Failed.class,
                        failed -> assertThat(failed.error().message()).contains("has no account to act as"));
        assertThat(server.seen("PATCH " + CONFIG_MAPS + "/a")).isEmpty();
    }

    @Test
    void aRightThatTheAccountLacksIsNamedWithItsRemedy() {
        // Given
        server.on("PATCH " + CONFIG_MAPS + "/a", json(403, """
            {"kind":"Status","reason":"Forbidden","message":"configmaps \\"a\\" is forbidden: User \\"x\\" cannot patch resource \\"configmaps\\""}\
            """));

        // When
        ApiResult<Manifest> result =
                client.onBehalfOf("shop").apply(object("a"), new ApplyOptions("keelstream", false, false));

        // Then
        assertThat(result).isInstanceOfSatisfying(ApiResult.Failed.class, failed -> {
            assertThat(failed.error().kind()).isEqualTo(ApiError.Kind.FORBIDDEN);
            assertThat(failed.error().message())
                    .endsWith(" cannot patch resource \"configmaps\"; give"
                            + " system:serviceaccount:shop:deployer that right by RBAC, or take the object out of"
                            + " the target");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "system:serviceaccount:{name}:deployer", "a\nb", "{{namespace}}"})
    void namesWhatNoAccountCanBeCalled(String account) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Impersonation(account))
                .withMessageContaining("impersonate is \"" + account + "\"")
                .withMessageContaining("{namespace}");
    }

    @Test
    void remembersTheIdentityOfTheCluster() {
        // Given
        server.on("GET /api/v1/namespaces/kube-system", json(200, """
            {"kind":"PartialObjectMetadata","metadata":{"name":"kube-system","uid":"cluster-1"}}\
            """));

        // When
        client.uid().orThrow();
        String uid = client.uid().orThrow();

        // Then
        assertThat(uid).isEqualTo("cluster-1");
        assertThat(server.seen("GET /api/v1/namespaces/kube-system")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "../../namespaces/other/configmaps/b", "a/b", "a%2fb", ""})
    void sendsNothingForANameThatIsNoPartOfAPath(String name) {
        // When
        ApiResult<Manifest> result = client.apply(object(name), new ApplyOptions("keelstream", false, false));

        // Then
        assertThat(result)
                .isInstanceOfSatisfying(
                        ApiResult.Failed.class,
                        failed -> assertThat(failed.error().kind()).isEqualTo(ApiError.Kind.PERMANENT));
    }

    @Test
    void asksForTheNamespaceThatIsMissing() {
        // When
        ApiResult<Manifest> result = client.get(new ObjectReference("", "ConfigMap", "", "a"));

        // Then
        assertThat(result)
                .isInstanceOfSatisfying(
                        ApiResult.Failed.class,
                        failed -> assertThat(failed.error().message())
                                .isEqualTo("ConfigMap \"a\" needs a namespace: set metadata.namespace"));
    }

    @Test
    void namesAKubeconfigThatCannotBeRead() {
        // Given
        ClusterSettings settings = ClusterSettings.of("test", folder.resolve("missing"));

        // Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Clusters.open(settings, new SimpleMeterRegistry()))
                .withMessageContaining("missing")
                .withMessageContaining("cluster test");
    }

    @Test
    void brokenKubeconfigIsNamedWithoutWhatItHolds() throws IOException {
        // Given
        Path broken = Files.writeString(folder.resolve("broken"), "users: [{name: a, user: {token: s3cr3t}}\n");

        // Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Clusters.open(ClusterSettings.of("test", broken), new SimpleMeterRegistry()))
                .withMessageContaining("broken")
                .withMessageContaining("cluster test")
                .withNoCause()
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("s3cr3t"));
    }

    private static Manifest object(String name) {
        return new Manifest(Json.readObject(configMap(name, "")));
    }
}
