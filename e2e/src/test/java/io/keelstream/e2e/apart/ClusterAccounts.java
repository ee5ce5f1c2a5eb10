package io.keelstream.e2e.apart;

import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.cluster.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;

/**
 * A kubeconfig per service. On a real control plane the manifests below {@code deploy/kubernetes} are applied and each
 * service has a token of its own ServiceAccount; the sandbox knows no rights. Used by one thread.
 */
final class ClusterAccounts {

    private final TestCluster cluster;
    private final Path folder;
    private final Map<String, Path> kubeconfigs = new HashMap<>();

    private ClusterAccounts(TestCluster cluster, Path folder) {
        this.cluster = cluster;
        this.folder = folder;
    }

    /** Sets the accounts up where there are any. */
    static ClusterAccounts on(TestCluster cluster, Path folder) throws Exception {
        ClusterAccounts accounts = new ClusterAccounts(cluster, Files.createDirectories(folder));
        if (cluster instanceof RealControlPlane) {
            new KubectlAs(cluster.kubeconfig())
                    .demand("apply", "-f", manifests().toString());
        }
        return accounts;
    }

    /** A kubeconfig whose user is the service; all its instances have the same. */
    Path kubeconfig(String service) throws Exception {
        if (!(cluster instanceof RealControlPlane)) {
            return cluster.kubeconfig();
        }
        Path known = kubeconfigs.get(service);
        if (known == null) {
            known = create(service);
            kubeconfigs.put(service, known);
        }
        return known;
    }

    private Path create(String service) throws Exception {
        String token = new KubectlAs(cluster.kubeconfig())
                .demand("create", "token", service, "--namespace=keelstream", "--duration=1h");
        Path own = folder.resolve(service + ".kubeconfig");
        Files.copy(cluster.kubeconfig(), own, StandardCopyOption.REPLACE_EXISTING);
        KubectlAs kubectl = new KubectlAs(own);
        kubectl.demand("config", "set-credentials", service, "--token=" + token);
        kubectl.demand("config", "set-context", "--current", "--user=" + service);
        return own;
    }

    private static Path manifests() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path manifests = at.resolve("deploy").resolve("kubernetes");
            if (Files.isDirectory(manifests)) {
                return manifests;
            }
        }
        throw new IllegalStateException("deploy/kubernetes is not found");
    }
}
