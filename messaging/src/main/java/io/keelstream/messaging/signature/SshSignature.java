package io.keelstream.messaging.signature;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A signature as {@code ssh-keygen -Y sign} makes it: {@code PROTOCOL.sshsig} of OpenSSH, version 1. What it says is believed of
 * nobody: a key counts only where the caller lists it. Immutable.
 */
public final class SshSignature {

    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
    private static final String END = "-----END SSH SIGNATURE-----";
    private static final Map<String, String> HASHES = Map.of("sha256", "SHA-256", "sha512", "SHA-512");

    /** Far more than the largest key needs. */
    private static final int MOST_CHARACTERS = 16_384;

    private final byte[] key;
    private final String namespace;
    private final String hash;
    private final byte[] signature;

    private SshSignature(byte[] key, String namespace, String hash, byte[] signature) {
        this.key = key;
        this.namespace = namespace;
        this.hash = hash;
        this.signature = signature;
    }

    /**
     * Reads a signature.
     *
     * @param armored base64 between its two lines
     * @throws IllegalArgumentException for anything else; the message says why, with "it" for the signature
     */
    public static SshSignature parse(String armored) {
        String text = armored.strip();
        if (text.length() > MOST_CHARACTERS || !text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw new IllegalArgumentException("it is not an armored SSH signature");
        }
        SshData data = new SshData(decoded(text));
        if (!new String(data.bytes(MAGIC.length), StandardCharsets.US_ASCII).equals("SSHSIG") || data.number() != 1) {
            throw new IllegalArgumentException("it is of an unknown version");
        }
        byte[] key = data.string();
        String namespace = data.text();
        if (data.string().length > 0) {
            throw new IllegalArgumentException("it has a field that is reserved");
        }
        String hash = data.text();
        byte[] signature = data.string();
        data.end();
        return new SshSignature(key, namespace, hash, signature);
    }

    private static byte[] decoded(String text) {
        if (text.length() < BEGIN.length() + END.length()) {
            throw new IllegalArgumentException("it is not an armored SSH signature");
        }
        String body = text.substring(BEGIN.length(), text.length() - END.length());
        try {
            return Base64.getDecoder().decode(body.lines().map(String::strip).collect(Collectors.joining()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("it is not an armored SSH signature", e);
        }
    }

    /** The fingerprint of the key that it says made it. */
    public String fingerprint() {
        return SshPublicKey.fingerprint(key);
    }

    /** Whether it says that one of these keys made it. */
    public boolean namesOneOf(Collection<SshPublicKey> keys) {
        return keys.stream().anyMatch(each -> each.is(key));
    }

    /** What it was made for. */
    public String namespace() {
        return namespace;
    }

    /**
     * Whether one of these keys made it over the message, for this purpose.
     *
     * @param namespace what it has to be made for
     * @throws IllegalArgumentException when it cannot be read
     */
    public boolean verifies(Collection<SshPublicKey> keys, String namespace, byte[] message) {
        String digest = HASHES.get(hash);
        if (digest == null || !this.namespace.equals(namespace)) {
            return false;
        }
        byte[] signed = SshData.strings(
                MAGIC,
                namespace.getBytes(StandardCharsets.UTF_8),
                new byte[0],
                hash.getBytes(StandardCharsets.UTF_8),
                SshPublicKey.digest(digest, message));
        return keys.stream().anyMatch(each -> each.is(key) && each.verifies(signed, signature));
    }
}
