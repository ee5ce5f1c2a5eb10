package io.keelstream.testing.tls;

import io.keelstream.testing.process.Program;
import io.keelstream.testing.process.Program.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A certificate authority of two days, made with openssl, and certificates by it. Used by one thread. */
public final class Certificates {

    private final Path folder;

    private Certificates(Path folder) {
        this.folder = folder;
    }

    /** An authority whose files are in the folder. */
    public static Certificates create(Path folder) throws IOException {
        Certificates made = new Certificates(Files.createDirectories(folder));
        made.openssl("ca", List.of());
        return made;
    }

    /** Certificate and key for {@code CN=<name>} on 127.0.0.1. */
    public Certificates issue(String name) {
        openssl(
                name,
                List.of("-CA", authority().toString(), "-CAkey", key("ca").toString()),
                "-addext",
                "subjectAltName=IP:127.0.0.1");
        return this;
    }

    /** The authority's certificate. */
    public Path authority() {
        return certificate("ca");
    }

    /** A certificate that was issued. */
    public Path certificate(String name) {
        return folder.resolve(name + ".crt");
    }

    /** Its key, as PKCS#8. */
    public Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** Key and certificate in one file, as Kafka reads a PEM key store. */
    public Path keyStore(String name) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".pem"), Files.readString(key(name)) + Files.readString(certificate(name)));
    }

    private void openssl(String name, List<String> signer, String... more) {
        List<String> command = new ArrayList<>(List.of("req", "-x509", "-nodes", "-days", "2"));
        command.addAll(List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"));
        command.addAll(List.of("-subj", "/CN=" + name, "-keyout", key(name).toString()));
        command.addAll(List.of("-out", certificate(name).toString()));
        command.addAll(signer);
        command.addAll(List.of(more));
        Ended ended = Program.of("openssl").run("", command);
        if (ended.code() != 0) {
            throw new IllegalStateException("openssl made no certificate for " + name + ": " + ended.text());
        }
    }
}
