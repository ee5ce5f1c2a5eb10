package io.keelstream.kubernetes.client;

import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the files held that say how to reach a cluster: its kubeconfig and the certificates and keys that it names, or the
 * authority that the pod's account comes with. Token files are not among them: their tokens are read again every minute anyway.
 * Compared by content, since Secrets that are mounted are exchanged as a whole folder.
 *
 * @param digests of the contents, by file; empty for one that cannot be read
 */
record CredentialFiles(Map<Path, String> digests) {

    private static final Path POD_AUTHORITY = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/ca.crt");

    /** What they hold now. A kubeconfig that cannot be read stands for all that it names. */
    static CredentialFiles of(ClusterSettings settings) {
        Map<Path, String> digests = new TreeMap<>();
        Path kubeconfig = settings.kubeconfig();
        if (kubeconfig == null) {
            digests.put(POD_AUTHORITY, digest(POD_AUTHORITY));
            return new CredentialFiles(digests);
        }
        digests.put(kubeconfig, digest(kubeconfig));
        try {
            KubeConfig config = ClusterWay.read(kubeconfig);
            add(digests, kubeconfig, config.getCertificateAuthorityFile());
            add(digests, kubeconfig, config.getClientCertificateFile());
            add(digests, kubeconfig, config.getClientKeyFile());
        } catch (IOException | RuntimeException unreadable) {
            return new CredentialFiles(digests);
        }
        return new CredentialFiles(digests);
    }

    private static void add(Map<Path, String> digests, Path kubeconfig, @Nullable String file) {
        if (file != null) {
            Path path = kubeconfig.resolveSibling(file);
            digests.put(path, digest(path));
        }
    }

    private static String digest(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException missing) {
            return "";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
