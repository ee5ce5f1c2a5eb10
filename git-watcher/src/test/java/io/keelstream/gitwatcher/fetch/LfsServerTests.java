package io.keelstream.gitwatcher.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.git.GitCredentials;
import io.keelstream.gitwatcher.network.Network;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.LfsRepository;
import io.keelstream.gitwatcher.source.SourceAddress.LargeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in Git LFS of a repository's host, and of where that says that it keeps them. */
class LfsServerTests {

    private static final String FILE = "kind: ConfigMap\n";

    @TempDir
    Path folder;

    private PlainServer host;
    private ServedLfs lfs;
    private GitCredentials credentials = new GitCredentials.None();

    @BeforeEach
    void start() throws IOException {
        host = new PlainServer();
        lfs = new ServedLfs(host, "/org/infra.git");
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void fileIsAskedForAsTheSpecificationSaysAndKept() throws Exception {
        // Given
        lfs.keeps(host, FILE);

        // When
        String first = read(origins().fetch(file(FILE), digest(FILE)));
        host.asked.clear();
        String again = read(origins().fetch(file(FILE), digest(FILE)));

        // Then
        assertThat(first).isEqualTo(FILE);
        assertThat(again).isEqualTo(FILE);
        assertThat(host.asked).isEmpty();
        assertThat(lfs.asked)
                .singleElement()
                .satisfies(body -> assertThat(body)
                        .containsEntry("operation", "download")
                        .containsEntry("transfers", List.of("basic"))
                        .containsEntry("hash_algo", "sha256"));
    }

    @Test
    void urlWithoutItsEndingMeansTheSame() throws Exception {
        lfs.keeps(host, FILE);
        LargeFile file = new LfsRepository("infra", host.url() + "/org/infra").file(ServedLfs.oid(FILE), FILE.length());
        assertThat(read(origins(file.repository()).fetch(file, digest(FILE)))).isEqualTo(FILE);
    }

    @Test
    void credentialsGoToTheRepositorysHostAndWhatItSaysToTheOther() throws Exception {
        try (PlainServer storage = new PlainServer()) {
            // Given
            credentials = new GitCredentials.Basic("token", "word");
            lfs.keeps(storage, FILE, FILE, Map.of("Authorization", "Other abc"));

            // When
            origins(storage.listed()).fetch(file(FILE), digest(FILE));

            // Then
            assertThat(host.asked)
                    .singleElement()
                    .asString()
                    .startsWith("/org/infra.git/info/lfs/objects/batch Basic ");
            assertThat(storage.asked).containsExactly("/lfs/" + ServedLfs.oid(FILE) + " Other abc");
        }
    }

    @Test
    void otherHostThatIsNotListedIsNotAsked() throws Exception {
        try (PlainServer storage = new PlainServer()) {
            lfs.keeps(storage, FILE);
            FetchException failure = failure(FILE);
            assertThat(failure.reason()).isEqualTo(Reason.SOURCE_NOT_ALLOWED);
            assertThat(failure)
                    .hasMessageContaining("the file " + ServedLfs.oid(FILE) + " in the Git LFS of '" + host.url())
                    .hasMessageContaining("'" + storage.host() + "' is not in the list");
            assertThat(storage.asked).isEmpty();
        }
    }

    @Test
    void otherContentIsRefusedAndNotKept() {
        lfs.keeps(host, FILE, "kind: Secret\n", Map.of());
        assertThat(failure(FILE).reason()).isEqualTo(Reason.SOURCE_DIGEST);
        assertThat(failure(FILE).reason()).isEqualTo(Reason.SOURCE_DIGEST);
    }

    @Test
    void fileThatTheHostDoesNotHaveIsNamed() {
        FetchException failure = failure(FILE);
        assertThat(failure.reason()).isEqualTo(Reason.SOURCE_NOT_FOUND);
        assertThat(failure).hasMessageContaining("push it with 'git lfs push --all'");
    }

    @Test
    void hostWithoutGitLfsIsNamed() {
        host.answers("/org/infra.git/info/lfs/objects/batch", exchange -> PlainServer.send(exchange, 404, new byte[0]));
        assertThat(failure(FILE))
                .hasMessageContaining("has no Git LFS for this repository")
                .hasMessageContaining("keelstream.repositories[infra]");
    }

    @Test
    void credentialsThatAreNotAcceptedAreNamed() {
        host.answers("/org/infra.git/info/lfs/objects/batch", exchange -> PlainServer.send(exchange, 401, new byte[0]));
        FetchException failure = failure(FILE);
        assertThat(failure.reason()).isEqualTo(Reason.SOURCE_UNAUTHORIZED);
        assertThat(failure).hasMessageContaining("check keelstream.repositories[infra].credentials");
    }

    @Test
    void answerThatIsNoneOfTheBatchApiIsRefused() {
        for (String answer : List.of("", "[]", "<html>", "{}", "{\"objects\": [{\"oid\": \"1\"}]}")) {
            host.gives("/org/infra.git/info/lfs/objects/batch", answer + " ");
            assertThat(failure(FILE).reason()).as(answer).isEqualTo(Reason.SOURCE_INVALID);
        }
    }

    @Test
    void headerThatWouldBreakARequestIsRefused() {
        lfs.keeps(host, FILE, FILE, Map.of("X-A", "b\r\nX-C: d"));
        assertThat(failure(FILE).reason()).isEqualTo(Reason.SOURCE_INVALID);
    }

    @Test
    void requestWithABodyIsNotRedirected() throws Exception {
        try (PlainServer other = new PlainServer()) {
            host.redirects("/org/infra.git/info/lfs/objects/batch", other.url() + "/batch");
            assertThat(failure(FILE)).hasMessageContaining("redirects a request that has a body");
            assertThat(other.asked).isEmpty();
        }
    }

    private FetchException failure(String content) {
        return catchThrowableOfType(FetchException.class, () -> origins().fetch(file(content), digest(content)));
    }

    private LargeFile file(String content) {
        return repository().file(ServedLfs.oid(content), content.length());
    }

    private LfsRepository repository() {
        return new LfsRepository("infra", host.url() + "/org/infra.git");
    }

    private static String digest(String content) {
        return "sha256:" + ServedLfs.oid(content);
    }

    private static String read(Content content) {
        return new String(((Content.Bytes) content).bytes(), StandardCharsets.UTF_8);
    }

    private Origins origins(SourceHost... listed) {
        return origins(repository(), listed);
    }

    private Origins origins(LfsRepository repository, SourceHost... listed) {
        SourceSettings settings = new SourceSettings(List.of(listed), SourceSettings.CHECK, SourceSettings.CACHE_BYTES)
                .with(List.of(new LfsSettings(repository, credentials, Network.DIRECT)));
        return new Origins(settings, folder.resolve("kept"), Duration.ofSeconds(20));
    }
}
