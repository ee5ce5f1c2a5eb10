package io.keelstream.sandbox;

import io.keelstream.contracts.file.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * How clients find the sandbox and prove that they may use it: the token is the path of the server's address, because
 * kubectl sends no other credentials over plain HTTP.
 */
record Kubeconfig(URI url, String token) {

    static String newToken() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Writes the file in one step, readable by its owner alone. */
    Path write(Path file) {
        String text = """
            apiVersion: v1
            kind: Config
            current-context: keelstream-sandbox
            clusters:
            - name: keelstream-sandbox
              cluster: {server: "%s/%s"}
            users:
            - name: keelstream-sandbox
              user: {}
            contexts:
            - name: keelstream-sandbox
              context: {cluster: keelstream-sandbox, user: keelstream-sandbox, namespace: default}
            """.formatted(url, token);
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null) {
                throw new IOException("it names no file");
            }
            Files.createDirectories(folder);
            Path fresh = Files.createTempFile(folder, ".kubeconfig", "", OwnerOnly.file());
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the kubeconfig " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "Kubeconfig[" + url + "]";
    }
}
