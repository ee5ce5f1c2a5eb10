package io.keelstream.gitwatcher.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.git.Fetched;
import io.keelstream.gitwatcher.git.GitCredentials;
import io.keelstream.gitwatcher.git.Look;
import io.keelstream.gitwatcher.git.RepositoryClone;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.network.HttpProxy;
import io.keelstream.gitwatcher.network.Network;
import io.keelstream.gitwatcher.network.NoProxy;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.LfsRepository;
import io.keelstream.gitwatcher.source.SourceAddress.GitBase;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Git hosts, their Git LFS and other hosts behind a proxy, and with an authority of their own. */
class ReachedHostTests {

    /** The user {@code ada} with the password {@code word}. */
    private static final String LOGIN = "Basic YWRhOndvcmQ=";

    private static final String URL = "https://git.example.com/org/infra.git";

    @TempDir
    Path folder;

    private TestAuthority authority;
    private PlainServer server;
    private TestProxy proxy;
    private GitFixture git;

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority(folder);
        server = new PlainServer(authority.context());
        proxy = new TestProxy(server.port());
        git = new GitFixture(folder.resolve("infra.git"));
        ServedGit.under(server, "/org/infra.git", git.repository());
        git.write("a.yaml", "one").commit("one");
    }

    @AfterEach
    void stop() throws Exception {
        git.close();
        proxy.close();
        server.close();
    }

    @Test
    void repositoryIsReadThroughItsProxyWithItsAuthority() throws Exception {
        try (RepositoryClone clone = clone(URL, new Network(authority.file(), proxy.address()))) {
            Fetched fetched = clone.fetch((Look.At) clone.look());
            assertThat(fetched)
                    .isInstanceOfSatisfying(
                            Fetched.Commit.class,
                            commit -> assertThat(commit.snapshot()
                                            .read(commit.snapshot().find("a.yaml")))
                                    .asString()
                                    .isEqualTo("one"));
        }
        assertThat(proxy.asked)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("CONNECT git.example.com:443 "));
    }

    @Test
    void hostWhoseAuthorityIsNotNamedIsExplained() throws Exception {
        Problem problem = problem("https://127.0.0.1:" + server.port() + "/org/infra.git", Network.DIRECT);
        assertThat(Reason.REPOSITORY_UNREACHABLE.is(problem)).isTrue();
        assertThat(problem.message())
                .contains("has no certificate that is trusted for it", "'ca' of keelstream.repositories[infra]");
    }

    @Test
    void hostIsReadDirectlyWithItsAuthority() throws Exception {
        String url = "https://127.0.0.1:" + server.port() + "/org/infra.git";
        try (RepositoryClone clone = clone(url, new Network(authority.file(), null))) {
            assertThat(clone.look()).isInstanceOf(Look.At.class);
        }
        assertThat(proxy.asked).isEmpty();
    }

    @Test
    void proxyThatRefusesIsNamed() throws Exception {
        try (TestProxy closed = new TestProxy(0)) {
            Problem problem = problem(URL, new Network(authority.file(), closed.address()));
            assertThat(problem.message())
                    .startsWith("the proxy " + closed.address() + " does not lead to " + URL)
                    .contains("403", "'proxy' of keelstream.repositories[infra]");
        }
    }

    @Test
    void proxyThatIsAwayIsNamed() throws Exception {
        TestProxy away = new TestProxy(0);
        away.close();
        assertThat(problem(URL, new Network(authority.file(), away.address())).message())
                .contains(URL + ", asked through the proxy " + away.address() + ", cannot be read");
    }

    @Test
    void filesInGitLfsComeTheSameWay() throws Exception {
        // Given
        LfsRepository repository = new LfsRepository("infra", URL);
        String oid = new ServedLfs(server, "/org/infra.git").keepsAt("https://git.example.com", server, "content");
        SourceSettings settings = settings()
                .with(List.of(new LfsSettings(
                        repository, new GitCredentials.None(), new Network(authority.file(), proxy.address()))));

        // When
        Content content = new Origins(settings, folder.resolve("kept"), Duration.ofSeconds(20))
                .fetch(repository.file(oid, 7), "sha256:" + oid);

        // Then
        assertThat(((Content.Bytes) content).bytes()).asString().isEqualTo("content");
        assertThat(proxy.asked).isNotEmpty();
    }

    @Test
    void hostOfTheListIsAskedThroughItsProxyWhichDecidesWhereItIs() throws Exception {
        server.gives("/a", "content");
        SourceHost host = new SourceHost(
                "git.example.com", new HostCredentials.None(), authority.file(), List.of(), false, proxy.address());
        byte[] content =
                web(host).get(URI.create("https://git.example.com/a"), Map.of(), 100, InputStream::readAllBytes);
        assertThat(content).asString(StandardCharsets.UTF_8).isEqualTo("content");
        assertThat(proxy.asked).hasSize(1);
    }

    @Test
    void hostOfTheListWithoutAProxyIsNotAskedThroughThatOfAnother() {
        SourceHost other = new SourceHost(
                "other.example.com", new HostCredentials.None(), null, List.of(), false, proxy.address());
        SourceHost host = new SourceHost(
                "127.0.0.1:" + server.port(), new HostCredentials.None(), authority.file(), List.of(), false);
        FetchException failure = catchThrowableOfType(
                FetchException.class,
                () -> web(other, host)
                        .get(
                                URI.create("https://127.0.0.1:" + server.port() + "/a"),
                                Map.of(),
                                100,
                                InputStream::readAllBytes));
        assertThat(failure).hasMessageContaining("127.0.0.1, which is not public");
        assertThat(proxy.asked).isEmpty();
    }

    @Test
    void proxyIsToldWhoAsks() throws Exception {
        try (TestProxy asking = new TestProxy(server.port(), LOGIN);
                RepositoryClone clone = clone(URL, new Network(authority.file(), known(asking, "word")))) {
            assertThat(clone.fetch((Look.At) clone.look())).isInstanceOf(Fetched.Commit.class);
            assertThat(asking.asked)
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line).startsWith("CONNECT git.example.com:443 "));
        }
    }

    @Test
    void proxyIsToldForHostsOfTheListAndTheirBasesToo() throws Exception {
        try (TestProxy asking = new TestProxy(server.port(), LOGIN)) {
            server.gives("/a", "content");
            SourceHost host = new SourceHost(
                    "git.example.com",
                    new HostCredentials.None(),
                    authority.file(),
                    List.of(),
                    false,
                    known(asking, "word"));
            String commit = git.commit("two").commit();
            ServedGit.under(server, "/org/other", git.repository());

            assertThat(web(host).get(URI.create("https://git.example.com/a"), Map.of(), 100, InputStream::readAllBytes))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("content");
            assertThat(new Origins(settings(host), folder.resolve("kept"), Duration.ofSeconds(20))
                            .fetch(new GitBase("https", "git.example.com", "org/other", commit), commit))
                    .isInstanceOf(Content.Files.class);
        }
    }

    @Test
    void proxyIsToldWithoutTlsToo() throws Exception {
        try (TestProxy asking = new TestProxy(server.port(), LOGIN)) {
            SourceHost host = new SourceHost(
                    "git.example.com", new HostCredentials.None(), null, List.of(), true, known(asking, "word"));
            assertThat(web(host).get(URI.create("http://git.example.com/a"), Map.of(), 100, InputStream::readAllBytes))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("plain");
        }
    }

    @Test
    void proxyThatTakesNoSuchUserIsNamedWithoutThePassword() throws Exception {
        try (TestProxy asking = new TestProxy(server.port(), LOGIN)) {
            assertThat(problem(URL, new Network(authority.file(), known(asking, "s3cret")))
                            .message())
                    .startsWith("the proxy " + asking.address() + " does not lead to " + URL)
                    .contains("407", "'proxy' of keelstream.repositories[infra]: its 'user' and 'password'")
                    .doesNotContain("s3cret");
            SourceHost host = new SourceHost(
                    "git.example.com",
                    new HostCredentials.None(),
                    authority.file(),
                    List.of(),
                    false,
                    known(asking, "s3cret"));
            FetchException failure = catchThrowableOfType(
                    FetchException.class,
                    () -> web(host)
                            .get(URI.create("https://git.example.com/a"), Map.of(), 100, InputStream::readAllBytes));
            assertThat(failure.reason()).isEqualTo(Reason.SOURCE_UNREACHABLE);
            assertThat(failure)
                    .hasMessageContaining("asked through the proxy " + asking.address() + ",")
                    .hasMessageContaining("407")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void hostPastTheProxyIsReadDirectly() throws Exception {
        String url = "https://127.0.0.1:" + server.port() + "/org/infra.git";
        HttpProxy past = proxy.address().with(null, NoProxy.parse(List.of("127.0.0.0/8"), new ArrayList<>()));
        try (RepositoryClone clone = clone(url, new Network(authority.file(), past))) {
            assertThat(clone.look()).isInstanceOf(Look.At.class);
        }
        assertThat(proxy.asked).isEmpty();
    }

    private static HttpProxy known(TestProxy proxy, String password) {
        return proxy.address().with(new HttpProxy.Login("ada", password), NoProxy.NONE);
    }

    private Problem problem(String url, Network network) throws IOException {
        try (RepositoryClone clone = clone(url, network)) {
            Look look = clone.look();
            assertThat(look).isInstanceOf(Look.Failed.class);
            return ((Look.Failed) look).problem();
        }
    }

    private RepositoryClone clone(String url, Network network) throws IOException {
        return RepositoryClone.open(
                new RepositorySettings(
                        "infra",
                        url,
                        "refs/heads/main",
                        "",
                        Duration.ofSeconds(30),
                        new GitCredentials.None(),
                        RepositorySettings.Options.NONE.over(network)),
                folder.resolve("clone"));
    }

    private static Web web(SourceHost... hosts) {
        return new Web(new HostGuard(settings(hosts)), Duration.ofSeconds(20));
    }

    private static SourceSettings settings(SourceHost... hosts) {
        return new SourceSettings(List.of(hosts), SourceSettings.CHECK, SourceSettings.CACHE_BYTES);
    }
}
