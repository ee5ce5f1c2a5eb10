package io.keelstream.gitwatcher.signature;

import io.keelstream.gitwatcher.git.SignedObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The keys of one folder: {@code *.pub} are public keys of SSH as {@code ssh-keygen} writes them, {@code *.asc} public keys of
 * OpenPGP as {@code gpg --armor --export} does. Other files do not count. Immutable; thread-safe.
 */
final class KeyRing {

    private final List<Path> folders;
    private final SshKeys ssh;
    private final PgpKeys pgp;
    private final List<String> mistakes;

    private KeyRing(List<Path> folders, SshKeys ssh, PgpKeys pgp, List<String> mistakes) {
        this.folders = List.copyOf(folders);
        this.ssh = ssh;
        this.pgp = pgp;
        this.mistakes = List.copyOf(mistakes);
    }

    /** Reads a folder; what cannot be read is a mistake and no key. */
    static KeyRing read(Path folder) {
        SshKeys.Builder ssh = new SshKeys.Builder();
        PgpKeys.Builder pgp = new PgpKeys.Builder();
        List<String> mistakes = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                try {
                    if (file.toString().endsWith(".pub")) {
                        ssh.add(Files.readString(file));
                    } else if (file.toString().endsWith(".asc")) {
                        pgp.add(Files.readAllBytes(file));
                    }
                } catch (IllegalArgumentException e) {
                    mistakes.add(file + " " + e.getMessage());
                } catch (IOException | RuntimeException e) {
                    mistakes.add(file + " is not a public key");
                }
            }
        } catch (IOException e) {
            mistakes.add(folder + " is not a readable folder");
        }
        if (mistakes.isEmpty() && ssh.isEmpty() && pgp.isEmpty()) {
            mistakes.add(folder + " has no key: neither *.pub (SSH) nor *.asc (OpenPGP)");
        }
        return new KeyRing(List.of(folder), ssh.build(), pgp.build(), mistakes);
    }

    /** What is wrong with the folder, one line each. */
    List<String> mistakes() {
        return mistakes;
    }

    /** Where the keys are, for messages. */
    List<Path> folders() {
        return folders;
    }

    /** Whether one of the keys made the signature of an object; never throws for what is signed. */
    Signer signer(SignedObject object) {
        if (!object.isSigned()) {
            return new Signer.Nobody();
        }
        String armored = new String(object.signature(), StandardCharsets.US_ASCII);
        try {
            return armored.contains("BEGIN SSH SIGNATURE") ? ssh.signer(object.data(), armored) : pgp.signer(object);
        } catch (IOException | RuntimeException e) {
            return new Signer.Broken("cannot be read");
        }
    }
}
