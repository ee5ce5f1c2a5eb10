package io.keelstream.standalone.state;

import io.keelstream.cli.CommandFailure;
import io.keelstream.contracts.file.OwnerOnly;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.json.JsonException;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.seal.SealException;
import io.keelstream.kubernetes.seal.SealingKeys;
import io.keelstream.kubernetes.seal.SecretSealer;
import io.keelstream.kubernetes.seal.SecretUnsealer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a single-process installation: created once, stored in a file that only its owner may read.
 *
 * @param sealing seals Secrets on their way to the applier
 * @param digestKey HMAC key of Secret digests and masks, Base64
 */
public record InstallationKeys(SealingKeys sealing, String digestKey) {

    private static final int DIGEST_KEY_BYTES = 32;

    /** The name of the file in a state folder. */
    public static final String FILE = "keys.json";

    /**
     * Reads the file.
     *
     * @throws NoSuchFileException where there is none yet
     */
    public static InstallationKeys existing(Path file) throws IOException {
        try {
            return read(Json.readObject(Files.readAllBytes(file)));
        } catch (JsonException | IllegalArgumentException | SealException damaged) {
            throw CommandFailure.no("the keys in " + file
                    + " are damaged. Restore the file from a backup; without one, start with an empty state folder");
        }
    }

    /** Reads the file, or creates keys and writes it. */
    public static InstallationKeys at(Path file) throws IOException {
        try {
            return existing(file);
        } catch (NoSuchFileException first) {
            byte[] digest = new byte[DIGEST_KEY_BYTES];
            new SecureRandom().nextBytes(digest);
            InstallationKeys keys = new InstallationKeys(
                    SealingKeys.generate(), Base64.getEncoder().encodeToString(digest));
            keys.write(file);
            return keys;
        }
    }

    /** The bytes of the HMAC key. */
    public byte[] digest() {
        return Base64.getDecoder().decode(digestKey);
    }

    private void write(Path file) throws IOException {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("recipient", sealing.recipient());
        tree.put("identity", sealing.identity());
        tree.put("digestKey", digestKey);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, OwnerOnly.file());
        Files.write(part, Json.write(tree), StandardOpenOption.WRITE);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static InstallationKeys read(Map<String, @Nullable Object> tree) {
        InstallationKeys keys = new InstallationKeys(
                new SealingKeys(text(tree, "recipient"), text(tree, "identity")), text(tree, "digestKey"));
        SecretSealer _ = new SecretSealer(keys.sealing.recipient());
        SecretUnsealer _ = new SecretUnsealer(keys.sealing.identity());
        if (keys.digest().length != DIGEST_KEY_BYTES) {
            throw new IllegalArgumentException("digestKey has another length");
        }
        return keys;
    }

    private static String text(Map<String, @Nullable Object> tree, String key) {
        return String.valueOf(Manifest.map(tree).get(key));
    }

    /** Contains no secret. */
    @Override
    public String toString() {
        return "InstallationKeys[" + sealing.recipient() + "]";
    }
}
