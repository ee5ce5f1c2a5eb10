package io.keelstream.e2e.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.Manifests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories behind real servers, with credentials that are right and wrong, beside one without. */
@AnyCluster
class CredentialsTests {

    private static final List<String> SECRETS = List.of("Pass-1-word", "T0ken-value", "Wrong-1-word", "Phrase-of-key");

    @TempDir
    static Path folder;

    static final List<InfraRepository> REPOSITORIES = new ArrayList<>();
    static final Map<String, String> COMMITS = new HashMap<>();

    static HttpGitServer http;
    static SshGitServer ssh;
    static Path strangeHosts;
    static KeyPair stranger;
    static SharedInstallation all;

    @BeforeAll
    static void start() throws Exception {
        http = new HttpGitServer();
        ssh = new SshGitServer();
        KeyPair known = SshGitServer.keyPair();
        ssh.accept(known);
        stranger = SshGitServer.keyPair();
        Path key = SshGitServer.write(folder.resolve("id"), known, "");
        Path locked = SshGitServer.write(folder.resolve("id-locked"), known, "Phrase-of-key");
        Path wrong = SshGitServer.write(folder.resolve("id-stranger"), stranger, "");
        Path hosts = Files.writeString(folder.resolve("known_hosts"), ssh.knownHost(ssh.hostKey()));
        strangeHosts = Files.writeString(folder.resolve("strange_hosts"), ssh.knownHost(stranger.getPublic()));
        String list = entry("basic", web("basic", "ada", "Pass-1-word"), "{user: ada, password: Pass-1-word}")
                + entry("token", web("token", "token", "T0ken-value"), "{token: T0ken-value}")
                + entry("wrong-word", web("wrong-word", "ada", "Pass-1-word"), "{user: ada, password: Wrong-1-word}")
                + entry("key", shell("key"), sshKey(key, hosts))
                + entry(
                        "locked-key",
                        shell("locked-key"),
                        "{key: %s, known-hosts: %s, passphrase: Phrase-of-key}".formatted(locked, hosts))
                + entry("wrong-key", shell("wrong-key"), sshKey(wrong, hosts))
                + entry("strange-host", shell("strange-host"), sshKey(key, strangeHosts));
        all = SharedInstallation.start(folder.resolve("good"), list, "");
    }

    @AfterAll
    static void stop() throws Exception {
        all.close();
        REPOSITORIES.forEach(InfraRepository::close);
        http.close();
        ssh.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic", "token", "key", "locked-key"})
    void rightCredentialsLetIn(String name) {
        isHealthy(name);
    }

    @Test
    void wrongOnesAreToldAndForgottenOnceTheyAreRight() throws Exception {
        // Then
        isRefused("wrong-word", "does not accept the credentials", "keelstream.repositories[wrong-word].credentials");
        isRefused("wrong-key", "does not accept the credentials", "keelstream.repositories[wrong-key].credentials");
        isRefused("strange-host", "the host key of ssh://git@127.0.0.1", "is not in known_hosts");
        all.goesOn(all.push("Go on"));

        // When
        http.serve("wrong-word", folder.resolve("wrong-word/infra.git"), "ada", "Wrong-1-word");
        ssh.accept(stranger);
        Files.writeString(strangeHosts, ssh.knownHost(ssh.hostKey()));

        // Then
        isHealthy("wrong-word");
        isHealthy("wrong-key");
        isHealthy("strange-host");
    }

    private static void isRefused(String name, String... parts) throws Exception {
        all.awaitTold(name + "@refs/heads/main  RepositoryUnauthorized: ");
        all.awaitTold(parts);
        holdsNoSecret(all.system().printed());
        holdsNoSecret(all.system().verb("status"));
        holdsNoSecret(Files.readString(folder.resolve("good/state/keelstream.log")));
    }

    private static void holdsNoSecret(String text) {
        assertThat(SECRETS).noneMatch(text::contains);
    }

    private static void isHealthy(String name) {
        Deployments.await(all.system(), "production/" + name, COMMITS.get(name), Outcome.HEALTHY);
        assertThat(all.system().verb("status").lines()).noneMatch(line -> line.startsWith(name + "@"));
    }

    private static String web(String name, String user, String password) throws Exception {
        return http.serve(name, repository(name).bare(), user, password);
    }

    private static String shell(String name) throws Exception {
        return ssh.serve(name, repository(name).bare());
    }

    private static InfraRepository repository(String name) throws Exception {
        InfraRepository repository = InfraRepository.create(folder.resolve(name));
        REPOSITORIES.add(repository);
        repository
                .write(name + "/keelstream.yaml", Manifests.application(name))
                .write(name + "/a.yaml", Manifests.configMap("a", "1"));
        COMMITS.put(name, repository.push("Start"));
        return repository;
    }

    private static String sshKey(Path key, Path hosts) {
        return "{key: %s, known-hosts: %s}".formatted(key, hosts);
    }

    private static String entry(String name, String url, String credentials) {
        return "- {name: %s, url: \"%s\", ref: main, poll: 1s, credentials: %s}\n".formatted(name, url, credentials);
    }
}
