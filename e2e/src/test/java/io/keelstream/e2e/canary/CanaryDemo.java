package io.keelstream.e2e.canary;

import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.e2e.system.RunningKeelstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** {@code up --canary-demo} and a clone of its repository. Used by one thread. */
final class CanaryDemo implements AutoCloseable {

    private final Path state;
    private final Git clone;
    private RunningKeelstream system;
    private LiveCluster cluster;

    private CanaryDemo(Path folder) throws IOException, GitAPIException {
        state = folder.resolve("state");
        Files.createDirectories(state);
        system = start();
        cluster = LiveCluster.open(state.resolve("kubeconfig"));
        clone = Git.cloneRepository()
                .setURI(state.resolve("demo.git").toString())
                .setDirectory(folder.resolve("clone").toFile())
                .call();
    }

    static CanaryDemo up(Path folder) throws IOException, GitAPIException {
        return new CanaryDemo(folder);
    }

    RunningKeelstream system() {
        return system;
    }

    /** Its application, until the next {@link #killAndStart}. */
    Storefront storefront() {
        return new Storefront(cluster, system);
    }

    /** Kills the process, and starts it again. */
    void killAndStart() throws IOException {
        system.kill();
        cluster.close();
        system = start();
        cluster = LiveCluster.open(state.resolve("kubeconfig"));
    }

    /** Pushes the application at another tag; the commit's id. */
    String push(String tag) throws IOException, GitAPIException {
        Path file = clone.getRepository().getWorkTree().toPath().resolve("apps/storefront/deployment.yaml");
        Files.writeString(file, Files.readString(file).replaceAll("(image: .*/storefront):\\S+", "$1:" + tag));
        String commit = clone.commit()
                .setAll(true)
                .setSign(false)
                .setAuthor("Tester", "tester@example.com")
                .setCommitter("Tester", "tester@example.com")
                .setMessage("Release storefront " + tag)
                .call()
                .name();
        clone.push().call();
        return commit;
    }

    private RunningKeelstream start() throws IOException {
        return RunningKeelstream.up(state, List.of("--canary-demo"));
    }

    @Override
    public void close() {
        clone.close();
        cluster.close();
        system.close();
    }
}
