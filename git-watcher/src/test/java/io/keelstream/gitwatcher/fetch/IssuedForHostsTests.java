package io.keelstream.gitwatcher.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.credential.CredentialHelper;
import io.keelstream.gitwatcher.git.GitCredentials;
import io.keelstream.gitwatcher.network.Network;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.LfsRepository;
import io.keelstream.gitwatcher.source.SourceAddress.GitBase;
import io.keelstream.gitwatcher.source.SourceAddress.OciChart;
import io.keelstream.gitwatcher.source.SourceAddress.RepositoryChart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hosts of charts and bases, and Git LFS, that take what a helper issues. The helper issues {@code token-1} first, which the hosts no
 * longer take, and {@code token-2} from then on.
 */
class IssuedForHostsTests {

    /** Writes the next token, and lets {@code token-2} be the one after it. */
    private static final String ISSUING =
            "printf '{\"status\": {\"token\": \"%s\"}}' \"$(cat \"$NEXT\")\"; printf token-2 > \"$NEXT\"";

    private static final byte[] SHOP = PlainServer.chart("shop/Chart.yaml", "name: shop\nversion: 1.4.2\n");

    @TempDir
    Path folder;

    private PlainServer server;

    @BeforeEach
    void start() throws IOException {
        server = new PlainServer();
        Files.writeString(folder.resolve("next"), "token-1");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listOfChartsAndArchiveComeWithWhatIsIssuedAnew() throws Exception {
        // Given
        server.gives("/index.yaml", """
                        apiVersion: v1
                        entries: {shop: [{name: shop, version: 1.4.2, urls: [shop.tgz]}]}
                        """).gives("/shop.tgz", SHOP);
        guard("/index.yaml", "Bearer token-2");
        guard("/shop.tgz", "Bearer token-2");

        // When
        String digest = origins().newest(new RepositoryChart("http", server.host(), "", "shop", "1.4.2"));

        // Then
        assertThat(digest).isEqualTo(Digests.of(SHOP));
        assertThat(server.asked)
                .containsExactly(
                        "/index.yaml Bearer token-1", "/index.yaml Bearer token-2", "/shop.tgz Bearer token-2");
    }

    @Test
    void chartOfARegistryComesWithWhatIsIssuedAnew() throws Exception {
        try (RegistryServer registry = new RegistryServer()) {
            // Given
            String digest = registry.push("charts/shop", "1.4.2", SHOP);
            guard(registry.web, "/v2/charts/shop/manifests/1.4.2", "Bearer token-2");

            // When
            String found = origins(registry.web.listed(issued()))
                    .newest(new OciChart(registry.web.host(), "charts/shop", "1.4.2"));

            // Then
            assertThat(found).isEqualTo(digest);
            assertThat(registry.web.asked).hasSize(4).last().asString().endsWith(" Bearer token-2");
        }
    }

    @Test
    void baseOfAnotherRepositoryComesWithWhatIsIssuedAnew() throws Exception {
        try (GitFixture git = new GitFixture(folder.resolve("other.git"))) {
            // Given
            String commit = git.write("base/a.yaml", "one").commit("one").commit();
            ServedGit.under(server, "/org/other", git.repository());
            String accepted = accepted(new HostCredentials.Basic("token", "token-2"));
            guard("/org/other/info/refs", accepted);
            guard("/org/other/git-upload-pack", accepted);

            // When
            Content content = origins().fetch(new GitBase("http", server.host(), "org/other", commit), commit);

            // Then
            assertThat(content).isInstanceOf(Content.Files.class);
        }
    }

    @Test
    void fileInGitLfsComesWithWhatIsIssuedAnew() throws Exception {
        // Given
        String oid = new ServedLfs(server, "/infra.git").keeps(server, "content");
        String accepted = accepted(new HostCredentials.Basic("token", "token-2"));
        guard("/infra.git/info/lfs/objects/batch", accepted);
        guard("/lfs/" + oid, accepted);
        LfsRepository repository = new LfsRepository("infra", server.url() + "/infra.git");
        GitCredentials own = new GitCredentials.Exec(helper(ISSUING));
        SourceSettings settings =
                settings(server.listed()).with(List.of(new LfsSettings(repository, own, Network.DIRECT)));

        // When
        Content content = new Origins(settings, folder.resolve("kept"), Duration.ofSeconds(20))
                .fetch(repository.file(oid, 7), "sha256:" + oid);

        // Then
        assertThat(((Content.Bytes) content).bytes()).asString().isEqualTo("content");
    }

    @Test
    void hostThatTakesNothingIsAskedTwiceAndNamed() {
        guard("/index.yaml", "Bearer another");
        FetchException failure = catchThrowableOfType(
                FetchException.class,
                () -> origins().newest(new RepositoryChart("http", server.host(), "", "shop", "1.4.2")));
        assertThat(failure.reason()).isEqualTo(Reason.SOURCE_UNAUTHORIZED);
        assertThat(failure)
                .hasMessageContaining("'" + server.host() + "' does not accept the credentials")
                .hasMessageNotContaining("token-");
        assertThat(server.asked).hasSize(2);
    }

    @Test
    void helperThatFailsIsNamedAndNoHostIsAsked() {
        HostCredentials failing = new HostCredentials.Exec(helper("echo token-1; exit 4"));
        Origins origins = origins(server.listed(failing));
        for (Asking each : List.<Asking>of(
                () -> origins.newest(new RepositoryChart("http", server.host(), "", "shop", "1.4.2")),
                () -> origins.newest(new GitBase("http", server.host(), "org/other", "v1")))) {
            FetchException failure = catchThrowableOfType(FetchException.class, each::ask);
            assertThat(failure.reason()).isEqualTo(Reason.SOURCE_UNAUTHORIZED);
            assertThat(failure)
                    .hasMessage("the credential helper '/bin/sh' (hosts[0].exec) ended with exit code 4; run it as"
                            + " git-watcher's user to see what it says, which is not repeated here; it is asked again"
                            + " by itself");
        }
        assertThat(server.asked).isEmpty();
    }

    @FunctionalInterface
    private interface Asking {
        void ask() throws FetchException, InterruptedException;
    }

    private HostCredentials issued() {
        return new HostCredentials.Exec(helper(ISSUING));
    }

    private CredentialHelper helper(String script) {
        return new CredentialHelper(
                "hosts[0].exec",
                List.of("/bin/sh", "-c", script),
                Map.of("NEXT", folder.resolve("next").toString()),
                Duration.ofSeconds(20),
                Clock.systemUTC());
    }

    private static String accepted(HostCredentials.Known credentials) {
        return String.valueOf(credentials.header().get("Authorization"));
    }

    private void guard(String path, String accepted) {
        guard(server, path, accepted);
    }

    private static void guard(PlainServer server, String path, String accepted) {
        PlainServer.Answer answer = server.answer(path);
        server.answers(path, exchange -> {
            if (accepted.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer.to(exchange);
            } else {
                String scheme = accepted.startsWith("Basic") ? "Basic realm=\"r\"" : "Bearer realm=\"http://r\"";
                exchange.getResponseHeaders().set("WWW-Authenticate", scheme);
                PlainServer.send(exchange, 401, "no".getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    private Origins origins() {
        return origins(server.listed(issued()));
    }

    private Origins origins(SourceHost... hosts) {
        return new Origins(settings(hosts), folder.resolve("kept"), Duration.ofSeconds(20));
    }

    private static SourceSettings settings(SourceHost... hosts) {
        return new SourceSettings(List.of(hosts), SourceSettings.CHECK, SourceSettings.CACHE_BYTES);
    }
}
