package io.keelstream.e2e.canary;

import io.keelstream.e2e.cluster.Subresources;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.e2e.system.RunningKeelstream;
import io.keelstream.e2e.system.Verb;
import io.keelstream.e2e.traffic.Kubelet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** {@code up --canary-demo} and a clone of its repository. Used by one thread. */
final class CanaryDemo implements AutoCloseable {

    private static final String RULES = "keelstream.yaml";

    private final Path state;
    private final Git clone;
    private final RunningKeelstream system;
    private final LiveCluster cluster;
    private String route = Storefront.ROUTE;

    private CanaryDemo(Path folder) throws IOException, GitAPIException {
        state = folder.resolve("state");
        Files.createDirectories(state);
        system = RunningKeelstream.up(state, List.of("--canary-demo", "--sandbox-port", "0"));
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

    /** Its application. */
    Storefront storefront() {
        return new Storefront(cluster, system, route);
    }

    /** Leaves the first and the last step, and little time for each, from the next commit on. */
    void hasten() throws IOException {
        edit(RULES, text -> text.replace("soak: 10s", "soak: 2s").replaceAll(" +- \\{weight: 30[^\n]*\n", ""));
    }

    /** Pushes the application at another tag; the commit's id. */
    String push(String tag) throws IOException, GitAPIException {
        for (String file : List.of("deployment.yaml", "worker.yaml")) {
            if (Files.exists(file(file))) {
                edit(file, text -> text.replaceAll("(image: .*/storefront):\\S+", "$1:" + tag));
            }
        }
        return commit("Release storefront " + tag);
    }

    /** Takes the load away, and lets a trial without a verdict hold after seconds; the application at a tag; the commit's id. */
    String pushWithoutLoad(String tag) throws IOException, GitAPIException {
        edit("route.yaml", text -> text.replace("\"1000\"", "\"0\""));
        edit(RULES, text -> text.replace("maxDuration: 15m", "maxDuration: 5s"));
        return push(tag);
    }

    /** Has a Job make the requests that users do not make, with the time that a verdict takes; the commit's id. */
    String pushWithLoadOfAJob(String tag) throws IOException, GitAPIException {
        Files.writeString(file("load.yaml"), Storefront.resource("load.yaml"));
        edit(RULES, text -> text.replace("maxDuration: 5s", "maxDuration: 15m"));
        clone.add().addFilepattern("apps/storefront/load.yaml").call();
        return push(tag);
    }

    /**
     * Puts a VirtualService in place of the HTTPRoute, with the load of the first commit, and the application at a tag; the commit's
     * id.
     */
    String pushIntoTheMesh(String tag) throws IOException, GitAPIException {
        Path folder = file("route.yaml").getParent();
        Files.delete(folder.resolve("route.yaml"));
        Files.writeString(folder.resolve("virtual-service.yaml"), Storefront.resource("virtual-service.yaml"));
        edit(RULES, text -> text.replace("router: gateway-api", "router: istio"));
        clone.add().addFilepattern("apps/storefront/virtual-service.yaml").call();
        route = Storefront.VIRTUAL_SERVICE;
        return push(tag);
    }

    /**
     * Adds a Deployment {@code worker} that runs the same image and follows the workload, and leaves the last step; the application
     * at a tag; the commit's id.
     */
    String pushWorker(String tag) throws IOException, GitAPIException {
        Files.writeString(
                file("worker.yaml"),
                Files.readString(file("deployment.yaml")).replaceAll("(name|app): storefront", "$1: worker"));
        clone.add().addFilepattern("apps/storefront/worker.yaml").call();
        edit(
                RULES,
                text -> text.replaceAll("  canary:\n", "  canary:\n    workload: storefront\n    follow: [worker]\n")
                        .replaceAll(" +- \\{weight: 10[^\n]*\n", ""));
        return push(tag);
    }

    /** Lets the promoted version be watched for so long, e.g. {@code 10m}, from the next commit on. */
    void bake(String length) throws IOException {
        edit(RULES, text -> text.replaceAll("bake: \\w+", "bake: " + length));
    }

    /** What reports what becomes of containers. */
    Kubelet kubelet() {
        return new Kubelet(cluster, Subresources.of(state.resolve("kubeconfig")), "storefront");
    }

    /** What a person does on the command line. */
    Verb verb(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--kafka", system.kafka().bootstrapServers()));
        return Verb.run(all.toArray(String[]::new));
    }

    private void edit(String name, UnaryOperator<String> change) throws IOException {
        Path file = file(name);
        Files.writeString(file, change.apply(Files.readString(file)));
    }

    private Path file(String name) {
        return clone.getRepository()
                .getWorkTree()
                .toPath()
                .resolve("apps/storefront")
                .resolve(name);
    }

    private String commit(String message) throws IOException, GitAPIException {
        String commit = clone.commit()
                .setAll(true)
                .setSign(false)
                .setAuthor("Tester", "tester@example.com")
                .setCommitter("Tester", "tester@example.com")
                .setMessage(message)
                .call()
                .name();
        clone.push().call();
        return commit;
    }

    @Override
    public void close() {
        clone.close();
        cluster.close();
        system.close();
    }
}
