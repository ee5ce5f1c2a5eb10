package io.keelstream.gitwatcher.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.SourceAddress.RepositoryChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartRepositoryTests {

    private static final byte[] SHOP = PlainServer.chart("shop/Chart.yaml", "name: shop\nversion: 1.4.2\n");
    private static final String DIGEST = Digests.of(SHOP);

    @TempDir
    Path folder;

    private PlainServer server;

    @BeforeEach
    void start() throws IOException {
        server = new PlainServer();
        server.gives("/charts/index.yaml", index("digest: " + DIGEST.substring("sha256:".length())))
                .gives("/charts/files/shop-1.4.2.tgz", SHOP);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void versionIsResolvedFromTheListAlone() throws Exception {
        assertThat(origins().newest(shop("1.4.2"))).isEqualTo(DIGEST);
        assertThat(server.asked).containsExactly("/charts/index.yaml");
    }

    @Test
    void versionWithoutADigestInTheListIsThatOfItsArchive() throws Exception {
        server.gives("/charts/index.yaml", index("created: 2026-01-01"));
        assertThat(origins().newest(shop("1.4.2"))).isEqualTo(DIGEST);
    }

    @Test
    void archiveIsFetchedOnceAndKeptAcrossAStart() throws Exception {
        // When
        Content first = origins().fetch(shop("1.4.2"), DIGEST);
        server.asked.clear();
        Content second = origins().fetch(shop("1.4.2"), DIGEST);

        // Then
        assertThat(((Content.Archive) first).bytes()).isEqualTo(SHOP);
        assertThat(((Content.Archive) second).bytes()).isEqualTo(SHOP);
        assertThat(server.asked).isEmpty();
    }

    @Test
    void archiveThatAnotherAddressBroughtIsAskedForAtItsOwn() throws Exception {
        // Given
        origins().fetch(shop("1.4.2"), DIGEST);

        // When
        FetchException failure = failure(new RepositoryChart("http", server.host(), "charts/", "absent", "1.4.2"));

        // Then
        assertThat(failure.reason()).isEqualTo(Reason.SOURCE_NOT_FOUND);
    }

    @Test
    void damagedFileOfTheCacheIsFetchedAgain() throws Exception {
        // Given
        Origins origins = origins();
        origins.fetch(shop("1.4.2"), DIGEST);
        try (Stream<Path> kept = Files.list(folder)) {
            for (Path each : kept.toList()) {
                Files.writeString(each, "damaged");
            }
        }

        // Then
        assertThat(((Content.Archive) origins.fetch(shop("1.4.2"), DIGEST)).bytes())
                .isEqualTo(SHOP);
    }

    @Test
    void otherContentThanTheDigestIsNotUsed() {
        // Given
        server.gives("/charts/files/shop-1.4.2.tgz", PlainServer.chart("shop/Chart.yaml", "name: other\n"));

        // When
        FetchException failure = failure(shop("1.4.2"));

        // Then
        assertThat(failure.reason()).isEqualTo(Reason.SOURCE_DIGEST);
        assertThat(failure).hasMessageContaining("and not " + DIGEST);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void versionThatTheListDoesNotHaveIsNamed() {
        FetchException failure =
                catchThrowableOfType(FetchException.class, () -> origins().newest(shop("9.9.9")));
        assertThat(failure.reason()).isEqualTo(Reason.SOURCE_NOT_FOUND);
        assertThat(failure).hasMessageContaining("has no chart 'shop' in version 9.9.9");
    }

    @Test
    void archiveAtAHostThatIsNotListedIsRefusedWithItsName() {
        server.gives(
                "/charts/index.yaml",
                "entries: {shop: [{version: 1.4.2, digest: %s, urls: ['https://elsewhere.example.com/shop.tgz']}]}"
                        .formatted(DIGEST));
        FetchException failure = failure(shop("1.4.2"));
        assertThat(failure.reason()).isEqualTo(Reason.SOURCE_NOT_ALLOWED);
        assertThat(failure).hasMessageContaining("'elsewhere.example.com' is not in the list");
    }

    @Test
    void credentialsAreThoseOfTheHost() throws Exception {
        Origins origins = origins(server.listed(new HostCredentials.Basic("reader", "word")));
        origins.newest(shop("1.4.2"));
        assertThat(server.asked).containsExactly("/charts/index.yaml Basic cmVhZGVyOndvcmQ=");
    }

    @Test
    void whatIsNoListSaysSo() {
        for (String list : List.of("", "- a", "entries: text", "entries: {shop: [", "a: &a [*a]\n\tb")) {
            server.gives("/charts/index.yaml", list);
            assertThat(failure(shop("1.4.2")).reason()).as(list).isEqualTo(Reason.SOURCE_INVALID);
        }
    }

    @Test
    void lineThatGoesOnForMegabytesIsRefused() {
        String endless = "a".repeat(2 << 20);
        for (String list : List.of(
                "a: " + endless, "a: '" + endless + "'", "# " + endless, "a: |\n  b c " + endless, "? " + endless)) {
            server.gives("/charts/index.yaml", list);
            FetchException failure = failure(shop("1.4.2"));
            assertThat(failure.reason()).isEqualTo(Reason.SOURCE_INVALID);
            assertThat(failure)
                    .hasMessage(
                            "http://" + server.host() + "/charts/index.yaml is not a list of charts: it has a line of"
                                    + " more than 65536 characters");
        }
    }

    @Test
    void listOfJsonMayBeOneLine() throws Exception {
        String other = "{\"version\":\"0.0.1\",\"urls\":[\"a.tgz\"]},".repeat(10_000);
        server.gives(
                "/charts/index.yaml",
                "{\"entries\":{\"shop\":[" + other + "{\"version\":\"1.4.2\",\"digest\":\"" + DIGEST
                        + "\",\"urls\":[\"files/shop-1.4.2.tgz\"]}]}}");
        assertThat(origins().newest(shop("1.4.2"))).isEqualTo(DIGEST);
    }

    @Test
    void listMayHoldMuchMoreThanOneChart() throws Exception {
        // Given
        StringBuilder list = new StringBuilder("apiVersion: v1\nentries:\n");
        for (int chart = 0; chart < 300; chart++) {
            list.append("  chart-").append(chart).append(":\n");
            for (int version = 0; version < 100; version++) {
                list.append("  - {version: 0.0.")
                        .append(version)
                        .append(", urls: [a.tgz], keywords: [a, b, {c: d}]}\n");
            }
        }
        list.append("  shop:\n  - {version: 1.4.2, digest: ")
                .append(DIGEST)
                .append(", urls: [files/shop-1.4.2.tgz]}\n");
        server.gives("/charts/index.yaml", list.toString());

        // Then
        assertThat(origins().newest(shop("1.4.2"))).isEqualTo(DIGEST);
    }

    private Origins origins() {
        return origins(server.listed());
    }

    private Origins origins(SourceHost host) {
        return new Origins(
                new SourceSettings(List.of(host), SourceSettings.CHECK, SourceSettings.CACHE_BYTES),
                folder,
                Duration.ofSeconds(20));
    }

    private FetchException failure(RepositoryChart chart) {
        return catchThrowableOfType(FetchException.class, () -> origins().fetch(chart, DIGEST));
    }

    private RepositoryChart shop(String version) {
        return new RepositoryChart("http", server.host(), "charts/", "shop", version);
    }

    private static String index(String more) {
        return """
            apiVersion: v1
            generated: 2026-01-01T00:00:00Z
            entries:
              other:
              - {version: 1.4.2, digest: none, urls: [other.tgz]}
              shop:
              - {version: 1.5.0, urls: [shop-1.5.0.tgz]}
              - version: 1.4.2
                %s
                dependencies: [{name: other, version: 1.4.2}]
                urls: [files/shop-1.4.2.tgz]
            """.formatted(more);
    }
}
