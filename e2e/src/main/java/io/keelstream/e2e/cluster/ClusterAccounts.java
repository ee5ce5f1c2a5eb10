package io.keelstream.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The accounts below {@code deploy/kubernetes} on a real cluster, each with a token of its own. */
final class ClusterAccounts {

    /** The services that reach clusters. */
    private static final List<String> SERVICES = List.of("planner", "applier", "drift-detector");

    private ClusterAccounts() {}

    /**
     * Applies the manifests and writes a kubeconfig per service into the folder, named like it, whose token lives for an hour.
     *
     * @param administrator kubeconfig of who may make accounts
     * @return the folder
     */
    static Path on(Path administrator, Path folder) {
        try {
            Kubectl kubectl = new Kubectl(administrator);
            kubectl.demand("apply", "-f", manifests().toString());
            Files.createDirectories(folder);
            for (String service : SERVICES) {
                Files.writeString(folder.resolve(service), account(kubectl, service));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is optional beyond that: planner and drift-detector may read Secrets. */
    static void grantSecrets(Path administrator) {
        grant(administrator, manifests().resolve("optional"));
    }

    /** The roles that {@code deploy/kubernetes/README.md} asks for where there are custom resources of a group. */
    static void grantKinds(Path administrator, String group) {
        try {
            Path role = Files.createTempFile("role", ".yaml");
            Files.writeString(role, """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: keelstream-read-%1$s, labels: {keelstream.io/aggregate-to-read: "true"}}
                rules: [{apiGroups: [%1$s], resources: ["*"], verbs: [get, list, watch]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: keelstream-dry-run-%1$s, labels: {keelstream.io/aggregate-to-dry-run: "true"}}
                rules: [{apiGroups: [%1$s], resources: ["*"], verbs: [create, patch]}]
                """.formatted(group));
            grant(administrator, role);
            Files.delete(role);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void grant(Path administrator, Path manifests) {
        new Kubectl(administrator).demand("apply", "-f", manifests.toString());
    }

    private static String account(Kubectl administrator, String service) throws IOException {
        String token = administrator.demand("create", "token", service, "--namespace=keelstream", "--duration=1h");
        Path file = Files.createTempFile("keelstream", ".kubeconfig");
        Files.writeString(file, Files.readString(administrator.kubeconfig()));
        Kubectl own = new Kubectl(file);
        own.demand("config", "set-credentials", service, "--token=" + token);
        own.demand("config", "set-context", "--current", "--user=" + service);
        String account = own.demand("config", "view", "--minify", "--flatten");
        Files.delete(file);
        return account;
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
