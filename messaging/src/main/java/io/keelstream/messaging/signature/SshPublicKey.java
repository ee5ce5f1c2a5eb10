package io.keelstream.messaging.signature;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/**
 * A public key of SSH, of one of the types with which {@code ssh-keygen -Y sign} makes signatures that hold: Ed25519, ECDSA, RSA of
 * at least 2048 bits, and Ed25519 and ECDSA in a security key. Two keys are equal when their encoded forms are. Immutable.
 */
public final class SshPublicKey {

    private static final Map<String, KeyType> TYPES = Map.of(
            "ssh-ed25519", new Ed25519Keys(false),
            "sk-ssh-ed25519@openssh.com", new Ed25519Keys(true),
            "ecdsa-sha2-nistp256", new EcdsaKeys("nistp256", "secp256r1", "SHA256", false),
            "ecdsa-sha2-nistp384", new EcdsaKeys("nistp384", "secp384r1", "SHA384", false),
            "ecdsa-sha2-nistp521", new EcdsaKeys("nistp521", "secp521r1", "SHA512", false),
            "sk-ecdsa-sha2-nistp256@openssh.com", new EcdsaKeys("nistp256", "secp256r1", "SHA256", true),
            "ssh-rsa", new RsaKeys());

    private final byte[] encoded;
    private final KeyType.Verifier verifier;

    private SshPublicKey(byte[] encoded, KeyType.Verifier verifier) {
        this.encoded = encoded.clone();
        this.verifier = verifier;
    }

    /**
     * Reads a key in the form of a file {@code *.pub} or a line of {@code authorized_keys} without options: type, base64, and a
     * comment that does not matter.
     *
     * @throws IllegalArgumentException for anything else; the message says why, after "the key"
     */
    public static SshPublicKey parse(String line) {
        String[] words = line.strip().split("\\s+", 3);
        if (words.length < 2) {
            throw new IllegalArgumentException("is not a public key; write it as in a file *.pub: type and base64");
        }
        byte[] encoded;
        try {
            encoded = Base64.getDecoder().decode(words[1]);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is not a public key; its second word is not valid base64", e);
        }
        SshPublicKey key = of(encoded);
        if (!new SshData(encoded).text().equals(words[0])) {
            throw new IllegalArgumentException("says that it is of type " + words[0] + ", but is of another one");
        }
        return key;
    }

    /**
     * Reads a key in its encoded form (RFC 4253, section 6.6).
     *
     * @throws IllegalArgumentException for anything else; the message says why, after "the key"
     */
    static SshPublicKey of(byte[] encoded) {
        SshData data = new SshData(encoded);
        try {
            String name = data.text();
            if (name.endsWith("-cert-v01@openssh.com")) {
                throw new IllegalArgumentException("is a certificate, which is not supported; use the key itself");
            }
            KeyType type = TYPES.get(name);
            if (type == null) {
                throw new IllegalArgumentException(
                        "is of a type that is not supported; the types are " + String.join(", ", supported()));
            }
            KeyType.Verifier verifier = type.verifier(data);
            data.end();
            return new SshPublicKey(encoded, verifier);
        } catch (UnreadableDataException e) {
            throw new IllegalArgumentException("is not a public key: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("is not a usable public key", e);
        }
    }

    private static Iterable<String> supported() {
        return TYPES.keySet().stream().sorted().toList();
    }

    /** Its fingerprint, as {@code ssh-keygen -l} prints it: {@code SHA256:} and base64. */
    public String fingerprint() {
        return fingerprint(encoded);
    }

    /** The fingerprint of a key in its encoded form, whatever its type is. */
    static String fingerprint(byte[] encoded) {
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest("SHA-256", encoded));
    }

    /** Whether it is the key in that encoded form. */
    boolean is(byte[] other) {
        return MessageDigest.isEqual(encoded, other);
    }

    /**
     * Whether a signature is of this key over some bytes.
     *
     * @param signature algorithm, signature, and what a security key adds, as {@code PROTOCOL.sshsig} has them
     * @throws IllegalArgumentException when it cannot be read
     */
    boolean verifies(byte[] signed, byte[] signature) {
        SshData data = new SshData(signature);
        try {
            return verifier.verifies(data.text(), data, signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** A digest that every JDK has. */
    static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SshPublicKey key && is(key.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return fingerprint();
    }
}
