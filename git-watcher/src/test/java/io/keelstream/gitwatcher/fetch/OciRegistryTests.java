package io.keelstream.gitwatcher.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.SourceAddress.OciChart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a registry says, and what a hostile one may say; the real program is asked in {@code RegistryTests} of e2e. */
class OciRegistryTests {

    private static final byte[] SHOP = PlainServer.chart("shop/Chart.yaml", "name: shop\nversion: 1.4.2\n");

    @TempDir
    Path folder;

    private RegistryServer registry;

    @BeforeEach
    void start() throws IOException {
        registry = new RegistryServer();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void tagIsTheDigestOfItsManifest() throws Exception {
        String digest = registry.push("charts/shop", "1.4.2", SHOP);
        assertThat(origins(registry.web.listed()).newest(shop("1.4.2"))).isEqualTo(digest);
    }

    @Test
    void plusOfAVersionIsAnUnderscoreOfItsTag() throws Exception {
        String digest = registry.push("charts/shop", "1.4.2_build", SHOP);
        assertThat(origins(registry.web.listed()).newest(shop("1.4.2+build"))).isEqualTo(digest);
    }

    @Test
    void archiveIsFetchedByDigestAlsoAfterTheTagWasMoved() throws Exception {
        // Given
        String digest = registry.push("charts/shop", "1.4.2", SHOP);
        registry.push("charts/shop", "1.4.2", PlainServer.chart("shop/Chart.yaml", "name: shop\nversion: 1.4.3\n"));

        // When
        Content content = origins(registry.web.listed()).fetch(shop("1.4.2"), digest);

        // Then
        assertThat(((Content.Archive) content).bytes()).isEqualTo(SHOP);
    }

    @Test
    void keptChartIsNotFetchedAgain() throws Exception {
        // Given
        String digest = registry.push("charts/shop", "1.4.2", SHOP);
        origins(registry.web.listed()).fetch(shop("1.4.2"), digest);
        registry.web.asked.clear();

        // When
        Content content = origins(registry.web.listed()).fetch(shop("1.4.2"), digest);

        // Then
        assertThat(((Content.Archive) content).bytes()).isEqualTo(SHOP);
        assertThat(registry.web.asked).isEmpty();
    }

    @Test
    void chartThatAnotherAddressBroughtIsAskedForAtItsOwn() throws Exception {
        // Given
        String digest = registry.push("charts/shop", "1.4.2", SHOP);
        Origins origins = origins(registry.web.listed());
        origins.fetch(shop("1.4.2"), digest);

        // When
        FetchException failure = catchThrowableOfType(
                FetchException.class,
                () -> origins.fetch(new OciChart(registry.web.host(), "charts/other", "1.4.2"), digest));

        // Then
        assertThat(failure.reason()).isEqualTo(Reason.SOURCE_NOT_FOUND);
    }

    @Test
    void keptChartOfAHostThatIsNoLongerListedIsNotUsed() throws Exception {
        String digest = registry.push("charts/shop", "1.4.2", SHOP);
        origins(registry.web.listed()).fetch(shop("1.4.2"), digest);
        FetchException failure =
                catchThrowableOfType(FetchException.class, () -> origins().fetch(shop("1.4.2"), digest));
        assertThat(failure.reason()).isEqualTo(Reason.SOURCE_NOT_ALLOWED);
    }

    @Test
    void otherManifestOrArchiveThanTheDigestIsNotUsed() {
        // Given
        String digest = registry.push("charts/shop", "1.4.2", SHOP);
        registry.web.gives("/v2/charts/shop/blobs/" + Digests.of(SHOP), "other");

        // Then
        assertThat(failure(digest).reason()).isEqualTo(Reason.SOURCE_DIGEST);
        registry.web.gives("/v2/charts/shop/manifests/" + Digests.of(new byte[0]), "{}");
        assertThat(failure(Digests.of(new byte[0])).reason()).isEqualTo(Reason.SOURCE_DIGEST);
    }

    @Test
    void imageThatIsNoChartIsRefused() {
        registry.web.gives("/v2/charts/shop/manifests/1.4.2", "{\"layers\": [{\"mediaType\": \"other\"}]}");
        FetchException failure = catchThrowableOfType(
                FetchException.class, () -> origins(registry.web.listed()).newest(shop("1.4.2")));
        assertThat(failure.reason()).isEqualTo(Reason.SOURCE_INVALID);
        assertThat(failure).hasMessageContaining("is no chart");
    }

    @Test
    void tokenIsHadWithTheCredentialsOfTheRegistry() throws Exception {
        try (PlainServer tokens = new PlainServer()) {
            // Given
            String digest = registry.push("charts/shop", "1.4.2", SHOP);
            protectedBy(tokens.url() + "/token");
            tokens.gives("/token", "{\"token\": \"abc\"}");
            SourceHost host = registry.web.listed(new HostCredentials.Basic("reader", "word"));

            // When
            String found = origins(host, tokens.listed()).newest(shop("1.4.2"));

            // Then
            assertThat(found).isEqualTo(digest);
            assertThat(tokens.asked).containsExactly("/token Basic cmVhZGVyOndvcmQ=");
            assertThat(registry.web.asked)
                    .containsExactly("/v2/charts/shop/manifests/1.4.2", "/v2/charts/shop/manifests/1.4.2 Bearer abc");
        }
    }

    @Test
    void credentialsGoToNoHostThatIsNotListed() throws Exception {
        try (PlainServer thief = new PlainServer()) {
            // Given
            registry.push("charts/shop", "1.4.2", SHOP);
            protectedBy(thief.url() + "/token");
            SourceHost host = registry.web.listed(new HostCredentials.Basic("reader", "word"));

            // When
            FetchException failure = catchThrowableOfType(
                    FetchException.class, () -> origins(host).newest(shop("1.4.2")));

            // Then
            assertThat(failure.reason()).isEqualTo(Reason.SOURCE_NOT_ALLOWED);
            assertThat(failure)
                    .hasMessageContaining("gives tokens at another address")
                    .hasMessageContaining(thief.host());
            assertThat(thief.asked).isEmpty();
        }
    }

    @Test
    void registryThatWantsAPasswordGetsIt() throws Exception {
        // Given
        registry.push("charts/shop", "1.4.2", SHOP);
        registry.web.answers("/v2/charts/shop/manifests/1.4.2", exchange -> {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"registry\"");
            PlainServer.send(exchange, 401, new byte[0]);
        });
        SourceHost host = registry.web.listed(new HostCredentials.Basic("reader", "wrong"));

        // When
        FetchException failure =
                catchThrowableOfType(FetchException.class, () -> origins(host).newest(shop("1.4.2")));

        // Then
        assertThat(failure.reason()).isEqualTo(Reason.SOURCE_UNAUTHORIZED);
        assertThat(registry.web.asked).hasSize(2).last().asString().endsWith("Basic cmVhZGVyOndyb25n");
        assertThat(failure).hasMessageNotContaining("wrong");
    }

    private void protectedBy(String realm) {
        byte[] manifest;
        try {
            manifest = origins(registry.web.listed()).newest(shop("1.4.2")).getBytes(StandardCharsets.UTF_8);
            manifest = new SourceCache(folder, SourceSettings.CACHE_BYTES)
                    .read(shop("1.4.2").text(), new String(manifest, StandardCharsets.UTF_8));
        } catch (FetchException | InterruptedException e) {
            throw new AssertionError(e);
        }
        registry.asksFor("/v2/charts/shop/manifests/1.4.2", manifest, realm, "abc");
        registry.web.asked.clear();
    }

    private FetchException failure(String digest) {
        return catchThrowableOfType(
                FetchException.class, () -> origins(registry.web.listed()).fetch(shop("1.4.2"), digest));
    }

    private Origins origins(SourceHost... hosts) {
        return new Origins(
                new SourceSettings(List.of(hosts), SourceSettings.CHECK, SourceSettings.CACHE_BYTES),
                folder,
                Duration.ofSeconds(20));
    }

    private OciChart shop(String version) {
        return new OciChart(registry.web.host(), "charts/shop", version);
    }
}
