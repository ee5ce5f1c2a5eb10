package io.keelstream.e2e.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A cluster that belongs to one test class and lives until it is closed. Empty at the start but for what every cluster
 * has. Thread-safe.
 */
public sealed interface TestCluster extends AutoCloseable permits SandboxCluster, RealControlPlane, K3sCluster {

    /** System property that chooses the cluster: {@value SandboxCluster#NAME} (default) or {@value RealControlPlane#NAME}. */
    String CHOICE = "keelstream.e2e.cluster";

    /**
     * Starts the cluster that {@link #CHOICE} names; when this returns, pods would run on it.
     *
     * @throws IllegalArgumentException where the property names no cluster
     * @throws IllegalStateException where the cluster does not start; the message says why
     */
    static TestCluster start() {
        String choice = System.getProperty(CHOICE, SandboxCluster.NAME);
        return switch (choice) {
            case SandboxCluster.NAME -> SandboxCluster.start();
            case RealControlPlane.NAME -> RealControlPlane.start();
            default ->
                throw new IllegalArgumentException("-D" + CHOICE + "=" + choice + " names no cluster; use "
                        + SandboxCluster.NAME + " or " + RealControlPlane.NAME);
        };
    }

    /** {@code sandbox}, {@code kube-apiserver} or {@code k3s}. */
    String name();

    /** A kubeconfig whose user may do everything. */
    Path kubeconfig();

    /**
     * How Keelstream reaches it, as {@code up --kubeconfig} takes it: where the cluster knows rights, a folder with a kubeconfig
     * for the account of each service.
     */
    default Path access() {
        return kubeconfig();
    }

    /** Where the cluster knows rights, lets planner and drift-detector read Secrets, as an installation that deploys some does. */
    default void grantSecrets() {}

    /**
     * Where the cluster knows rights, lets planner and drift-detector see a group's custom resources, and the planner ask about
     * them, as an installation that deploys some does.
     */
    default void grantKinds(String group) {}

    /** How one service reaches it. */
    default Path access(String service) {
        return access(access(), service);
    }

    /** One service's kubeconfig where this is what {@code up --kubeconfig} takes. */
    static Path access(Path access, String service) {
        return Files.isDirectory(access) ? access.resolve(service) : access;
    }

    /** The API goes away at once: connections end, new ones are refused. Objects stay. */
    void stopApi();

    /** The API is back, on the same port; when this returns, it serves. */
    void startApi();

    /**
     * Requests for objects that clients sent since the start, by verb, group, resource and subresource: {@code list
     * configmaps}, {@code apply apps/deployments}, {@code get apps/deployments/status}. Dry runs are counted apart:
     * {@code apply apps/deployments dry-run}. The cluster's own controllers and nodes do not count, nor does discovery. A
     * request may appear a moment after its answer, a watch when it starts.
     */
    Map<String, Long> requestCounts();

    /** Ends the cluster and everything in it. */
    @Override
    void close();
}
