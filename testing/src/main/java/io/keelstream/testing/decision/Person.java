package io.keelstream.testing.decision;

import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Signature;
import io.keelstream.contracts.decision.SignedText;
import io.keelstream.messaging.decision.Actor;
import io.keelstream.messaging.signature.SshPublicKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Somebody with an Ed25519 key of SSH, who signs decisions as {@code ssh-keygen} does. Immutable.
 *
 * @param name what decisions call them
 */
public record Person(String name, KeyPair keys) {

    private static final int KEY_LENGTH = 32;

    /** Somebody with a new key. */
    public static Person named(String name) {
        try {
            return new Person(name, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same person with another key. */
    public Person withNewKey() {
        return named(name);
    }

    /** Them as somebody who may decide everything. */
    public Actor actor() {
        return actor(List.of("*"), EnumSet.complementOf(EnumSet.of(Kind.UNKNOWN)));
    }

    /** Them as somebody who may decide this. */
    public Actor actor(List<String> targets, Set<Kind> verbs) {
        return new Actor(name, Set.of(SshPublicKey.parse(publicKey())), List.of(name + "@example.org"), targets, verbs);
    }

    /** The public key, as in a file {@code *.pub}. */
    public String publicKey() {
        return "ssh-ed25519 " + Base64.getEncoder().encodeToString(encoded()) + " " + name;
    }

    /** Their signature under a decision, made now. */
    public Decision sign(String installation, String target, Decision decision) {
        return sign(installation, target, decision, Instant.now());
    }

    /** Their signature under a decision. */
    public Decision sign(String installation, String target, Decision decision, Instant at) {
        Instant time = at.truncatedTo(ChronoUnit.MILLIS);
        String text = SignedText.of(installation, target, decision, time);
        return decision.signed(new Signature(time, armored(text.getBytes(StandardCharsets.UTF_8))));
    }

    private String armored(byte[] message) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(message);
            byte[] signed = data(
                    "SSHSIG",
                    SignedText.NAMESPACE.getBytes(StandardCharsets.UTF_8),
                    new byte[0],
                    ascii("sha512"),
                    digest);
            java.security.Signature signer = java.security.Signature.getInstance("Ed25519");
            signer.initSign(keys.getPrivate());
            signer.update(signed);
            byte[] signature = data("", ascii("ssh-ed25519"), signer.sign());
            byte[] version = ByteBuffer.allocate(Integer.BYTES).putInt(1).array();
            byte[] blob = data(
                    "SSHSIG" + new String(version, StandardCharsets.US_ASCII),
                    encoded(),
                    ascii(SignedText.NAMESPACE),
                    new byte[0],
                    ascii("sha512"),
                    signature);
            return "-----BEGIN SSH SIGNATURE-----\n"
                    + Base64.getMimeEncoder(70, ascii("\n")).encodeToString(blob) + "\n-----END SSH SIGNATURE-----";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] encoded() {
        byte[] info = keys.getPublic().getEncoded();
        return data("", ascii("ssh-ed25519"), Arrays.copyOfRange(info, info.length - KEY_LENGTH, info.length));
    }

    /** Byte strings of SSH behind a text. */
    private static byte[] data(String first, byte[]... strings) {
        ByteBuffer all = ByteBuffer.allocate(4096).put(ascii(first));
        for (byte[] each : strings) {
            all.putInt(each.length).put(each);
        }
        return Arrays.copyOf(all.array(), all.position());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
