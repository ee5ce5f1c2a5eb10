package io.keelstream.gitwatcher.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.credential.CredentialHelper;
import io.keelstream.gitwatcher.git.Fetched;
import io.keelstream.gitwatcher.git.GitCredentials;
import io.keelstream.gitwatcher.git.Look;
import io.keelstream.gitwatcher.git.RepositoryClone;
import io.keelstream.gitwatcher.git.RepositorySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Git host that wants what a helper issues; the helper issues what is in a file. */
class IssuedCredentialsTests {

    @TempDir
    Path folder;

    private PlainServer server;
    private GitFixture infra;
    private String wanted = "token-1";

    @BeforeEach
    void open() throws Exception {
        infra = new GitFixture(folder.resolve("infra.git"));
        infra.write("a.yaml", "a: 1\n").commit("first");
        server = new PlainServer();
        PlainServer git = new PlainServer();
        ServedGit.under(git, "/infra.git", infra.repository());
        for (String path : List.of("/infra.git/info/refs", "/infra.git/git-upload-pack")) {
            PlainServer.Answer answer = git.answer(path);
            server.answers(path, exchange -> guarded(exchange, answer));
        }
        git.close();
        issues("token-1");
    }

    @AfterEach
    void close() {
        server.close();
        infra.close();
    }

    @Test
    void repositoryIsReadWithWhatTheHelperIssues() throws Exception {
        try (RepositoryClone clone = clone("cat " + folder.resolve("issued"))) {
            Look look = clone.look();

            assertThat(look).isInstanceOf(Look.At.class);
            assertThat(clone.fetch((Look.At) look)).isInstanceOf(Fetched.Commit.class);
        }
    }

    @Test
    void whatTheHostRefusesIsIssuedAnewOnce() throws Exception {
        try (RepositoryClone clone = clone("cat " + folder.resolve("issued"))) {
            clone.look();
            wanted = "token-2";
            issues("token-2");
            server.asked.clear();

            assertThat(clone.look()).isInstanceOf(Look.At.class);
            assertThat(server.asked.subList(0, 3))
                    .containsExactly(
                            "/infra.git/info/refs",
                            "/infra.git/info/refs " + basic("token-1"),
                            "/infra.git/info/refs " + basic("token-2"));
        }
    }

    @Test
    void hostThatRefusesEverythingIsReportedAndNotAskedForEver() throws Exception {
        wanted = "another";
        try (RepositoryClone clone = clone("echo >> " + folder.resolve("runs") + "; cat " + folder.resolve("issued"))) {
            Look look = clone.look();

            assertThat(look).isInstanceOfSatisfying(Look.Failed.class, failed -> {
                assertThat(failed.problem().reason()).isEqualTo("RepositoryUnauthorized");
                assertThat(failed.problem().message()).doesNotContain("token-1");
            });
            // the first look of all asks a second time, for what an old server says of its objects' names
            assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(4);
            assertThat(server.asked).hasSize(6);
        }
    }

    @Test
    void helperThatFailsIsNamedAndTheHostIsNotAsked() throws Exception {
        try (RepositoryClone clone = clone("echo token-1 >&2; exit 4")) {
            Look look = clone.look();

            assertThat(look).isInstanceOfSatisfying(Look.Failed.class, failed -> {
                assertThat(failed.problem().reason()).isEqualTo("RepositoryUnauthorized");
                assertThat(failed.problem().message())
                        .isEqualTo(
                                "the credential helper '/bin/sh' (credentials.exec) ended with exit code 4; run it as"
                                        + " git-watcher's user to see what it says, which is not repeated here; deployed objects stay, and"
                                        + " git-watcher retries");
            });
            assertThat(server.asked).isEmpty();
        }
    }

    private void guarded(HttpExchange exchange, PlainServer.Answer answer) throws IOException {
        if (basic(wanted).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer.to(exchange);
        } else {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
            PlainServer.send(exchange, 401, new byte[0]);
        }
    }

    private static String basic(String token) {
        return "Basic " + Base64.getEncoder().encodeToString(("token:" + token).getBytes(StandardCharsets.UTF_8));
    }

    private void issues(String token) throws IOException {
        Files.writeString(folder.resolve("issued"), "{\"status\": {\"token\": \"" + token + "\"}}");
    }

    private RepositoryClone clone(String script) throws IOException {
        CredentialHelper helper = new CredentialHelper(
                "credentials.exec",
                List.of("/bin/sh", "-c", script),
                Map.of(),
                Duration.ofSeconds(20),
                Clock.systemUTC());
        return RepositoryClone.open(
                new RepositorySettings(
                        "infra",
                        server.url() + "/infra.git",
                        "refs/heads/main",
                        "",
                        Duration.ofSeconds(30),
                        new GitCredentials.Exec(helper)),
                folder.resolve("clone"));
    }
}
