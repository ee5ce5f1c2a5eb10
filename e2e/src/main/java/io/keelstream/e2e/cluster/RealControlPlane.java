package io.keelstream.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real control plane on loopback: etcd, kube-apiserver, the controllers and the scheduler, with pretended nodes. It goes
 * down with this JVM even when it is not closed. Thread-safe.
 */
public final class RealControlPlane implements TestCluster {

    /** What {@link TestCluster#CHOICE} calls it. */
    public static final String NAME = "kube-apiserver";

    /** Building the programs from nothing takes minutes; every other verb takes seconds. */
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(25);

    private static final Duration VERB_LIMIT = Duration.ofMinutes(2);

    /** One program of each module that every control plane and every test of programs needs. */
    private static final List<String> PROGRAMS = List.of("etcd", "kube-apiserver", "kwok", "kustomize", "helm");

    private static final String KUBECONFIG = "KUBECONFIG=";

    private final ControlPlaneScript script;
    private final Path state;
    private final Path kubeconfig;
    private final AuditLog audit;
    private @Nullable Path accounts;

    private RealControlPlane(ControlPlaneScript script, Path state, Path kubeconfig) {
        this.script = script;
        this.state = state;
        this.kubeconfig = kubeconfig;
        this.audit = new AuditLog(state.resolve("audit.log"));
    }

    /**
     * Why a test that is optional should be skipped here: the programs are not built, so that starting would take
     * minutes, or cannot be built. Empty when {@link #start} takes seconds.
     *
     * @param more programs that the test needs besides, e.g. {@code envoy-gateway}
     */
    public static Optional<String> whyNotAtOnce(String... more) {
        ControlPlaneScript script = ControlPlaneScript.locate();
        List<String> programs =
                Stream.concat(PROGRAMS.stream(), Stream.of(more)).toList();
        if (script.built(programs)) {
            return Optional.empty();
        }
        return Optional.of(script.whyUnavailable(programs).orElse("not built; run: " + script.file() + " build"));
    }

    /**
     * Builds what is missing and starts a control plane with free ports.
     *
     * @param options more options of the script's verb {@code up}, e.g. {@code --nodes}, {@code 10}
     * @throws IllegalStateException where it does not start; the message says why
     */
    public static RealControlPlane start(String... options) {
        ControlPlaneScript script = ControlPlaneScript.locate();
        script.run(
                BUILD_LIMIT,
                Stream.concat(Stream.of("build"), PROGRAMS.stream()).toList());
        Path state = newFolder();
        String owner = Long.toString(ProcessHandle.current().pid());
        List<String> arguments =
                new ArrayList<>(List.of("up", "--state", state.toString(), "--owner", owner, "--audit"));
        arguments.addAll(List.of(options));
        Path kubeconfig = script.run(VERB_LIMIT, arguments).stream()
                .filter(line -> line.startsWith(KUBECONFIG))
                .map(line -> Path.of(line.substring(KUBECONFIG.length())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(script.file() + " up named no kubeconfig"));
        return new RealControlPlane(script, state, kubeconfig);
    }

    /**
     * Where a program of the control plane lies, e.g. {@code kubectl}; it is there when {@link #whyNotAtOnce} is empty.
     *
     * @throws IllegalStateException where the script knows no such program
     */
    public static Path program(String name) {
        return Path.of(ControlPlaneScript.locate()
                .run(VERB_LIMIT, List.of("path", name))
                .getLast());
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("keelstream-control-plane");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address at which the API server listens; with {@code --node}, pods reach this machine at it. */
    public String address() {
        return URI.create(new Kubectl(kubeconfig)
                        .demand("config", "view", "--output=jsonpath={.clusters[0].cluster.server}"))
                .getHost();
    }

    /** Makes the images of these tars known to the real node that {@code --node} starts. */
    public void load(Path... tars) {
        List<String> arguments = new ArrayList<>(List.of("load", "--state", state.toString()));
        Stream.of(tars).map(Path::toString).forEach(arguments::add);
        script.run(VERB_LIMIT, arguments);
    }

    /** What a command of this machine prints in the network of the real node, where Services and pods are reached. */
    public List<String> onNode(String... command) {
        return script.run(
                VERB_LIMIT,
                Stream.concat(Stream.of("on-node", "--state", state.toString()), Stream.of(command))
                        .toList());
    }

    /** What has to stand before a command of this machine, so that it runs in the network of the real node. */
    public List<String> nodeCommand() {
        return List.of(script.file().toString(), "on-node", "--state", state.toString());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** The accounts are made when they are first asked for. */
    @Override
    public synchronized Path access() {
        if (accounts == null) {
            accounts = ClusterAccounts.on(kubeconfig, state.resolve("accounts"));
        }
        return accounts;
    }

    @Override
    public void grantSecrets() {
        ClusterAccounts.grantSecrets(kubeconfig);
    }

    @Override
    public void grantKinds(String group) {
        ClusterAccounts.grantKinds(kubeconfig, group);
    }

    @Override
    public void stopApi() {
        verb("stop-apiserver");
    }

    @Override
    public void startApi() {
        verb("start-apiserver");
    }

    @Override
    public Map<String, Long> requestCounts() {
        return audit.requestCounts();
    }

    @Override
    public void close() {
        verb("down");
    }

    private void verb(String verb) {
        script.run(VERB_LIMIT, List.of(verb, "--state", state.toString()));
    }
}
