package io.keelstream.gitwatcher.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.gitwatcher.GitFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jgit.transport.Daemon;
import org.eclipse.jgit.transport.resolver.FileResolver;

/** A repository {@code infra.git} below a folder, which is fetched from as a folder and over the network. */
final class ServedRepository implements AutoCloseable {

    private final Path folder;
    private final GitFixture infra;
    private final Daemon daemon;

    ServedRepository(Path folder) throws Exception {
        this.folder = folder;
        infra = new GitFixture(folder.resolve("infra.git"));
        daemon = new Daemon(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        daemon.setRepositoryResolver(new FileResolver<>(folder.toFile(), true));
        daemon.start();
    }

    GitFixture infra() {
        return infra;
    }

    /** A clone of that name, of the folder or of what the network serves. */
    RepositoryClone clone(boolean local, String name) throws IOException {
        return clone(local ? infra.folder().toString() : remote(), name, RepositorySettings.Options.NONE);
    }

    /** A clone of that name of what the network serves. */
    RepositoryClone clone(String name, RepositorySettings.Options options) throws IOException {
        return clone(remote(), name, options);
    }

    private String remote() {
        return "git://127.0.0.1:" + daemon.getAddress().getPort() + "/infra.git";
    }

    private RepositoryClone clone(String url, String name, RepositorySettings.Options options) throws IOException {
        return RepositoryClone.open(
                new RepositorySettings(
                        "infra",
                        url,
                        "refs/heads/main",
                        "",
                        Duration.ofSeconds(30),
                        new GitCredentials.None(),
                        options),
                folder.resolve(name));
    }

    /** Fetches what is there now. */
    static Fetched.Commit fetch(RepositoryClone clone) {
        Look look = clone.look();
        assertThat(look).isInstanceOf(Look.At.class);
        Fetched fetched = clone.fetch((Look.At) look);
        assertThat(fetched).isInstanceOf(Fetched.Commit.class);
        return (Fetched.Commit) fetched;
    }

    static String read(Fetched.Commit commit, String file) {
        return new String(commit.snapshot().read(commit.snapshot().find(file)), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        daemon.stop();
        infra.close();
    }
}
