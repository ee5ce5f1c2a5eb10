package io.keelstream.gitwatcher.signature;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * Public keys of SSH and the signatures that they make: OpenSSH's {@code PROTOCOL.sshsig} in the name space {@code git}, with the
 * algorithms that {@code ssh-keygen -Y verify} takes. Immutable.
 */
final class SshKeys {

    private static final String MAGIC = "SSHSIG";
    private static final String NAME_SPACE = "git";
    private static final Map<String, String> HASHES = Map.of("sha256", "SHA-256", "sha512", "SHA-512");

    /** Taken neither by ssh-keygen. */
    private static final Set<String> WITH_SHA1 = Set.of("ssh-rsa", "ssh-dss");

    /** Keys by their encoded form. */
    private final Map<String, PublicKey> keys;

    private SshKeys(Map<String, PublicKey> keys) {
        this.keys = Map.copyOf(keys);
    }

    /** Collects keys. */
    static final class Builder {

        private final Map<String, PublicKey> keys = new HashMap<>();

        /** Adds every key of a file; one that is none throws. */
        void add(String file) {
            for (String line : file.lines().toList()) {
                String[] words = line.strip().split("\\s+", 3);
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                byte[] encoded = Base64.getDecoder().decode(words[1]);
                keys.put(Base64.getEncoder().encodeToString(encoded), key(encoded));
            }
        }

        boolean isEmpty() {
            return keys.isEmpty();
        }

        SshKeys build() {
            return new SshKeys(keys);
        }
    }

    /** Who made a signature over some data. */
    Signer signer(byte[] data, String armored) throws IOException {
        ByteArrayBuffer blob = new ByteArrayBuffer(dearmored(armored));
        byte[] magic = new byte[MAGIC.length()];
        blob.getRawBytes(magic);
        if (!new String(magic, StandardCharsets.US_ASCII).equals(MAGIC) || blob.getUInt() != 1) {
            return new Signer.Broken("is of an unknown version");
        }
        byte[] encoded = blob.getBytes();
        String nameSpace = blob.getString();
        byte[] reserved = blob.getBytes();
        String hash = blob.getString();
        byte[] signature = blob.getBytes();
        PublicKey key = keys.get(Base64.getEncoder().encodeToString(encoded));
        if (key == null) {
            return new Signer.Stranger(KeyUtils.getFingerPrint(key(encoded)));
        }
        if (!nameSpace.equals(NAME_SPACE) || !HASHES.containsKey(hash)) {
            return new Signer.Broken("was made for something else than Git");
        }
        ByteArrayBuffer signed = new ByteArrayBuffer();
        signed.putRawBytes(MAGIC.getBytes(StandardCharsets.US_ASCII));
        signed.putString(nameSpace);
        signed.putBytes(reserved);
        signed.putString(hash);
        try {
            signed.putBytes(
                    MessageDigest.getInstance(HASHES.getOrDefault(hash, "")).digest(data));
            return verified(key, signed.getCompactData(), signature)
                    ? new Signer.Known(KeyUtils.getFingerPrint(key))
                    : new Signer.Broken("does not match its content");
        } catch (GeneralSecurityException e) {
            return new Signer.Broken("cannot be read");
        }
    }

    @SuppressWarnings("NullAway") // a signature of a file belongs to no session
    private static boolean verified(PublicKey key, byte[] signed, byte[] signature) {
        String algorithm = new ByteArrayBuffer(signature).getString();
        BuiltinSignatures known = BuiltinSignatures.fromFactoryName(algorithm);
        boolean fits = known != null
                && known.isSupported()
                && !WITH_SHA1.contains(algorithm)
                && KeyUtils.getAllEquivalentKeyTypes(KeyUtils.getKeyType(key)).contains(algorithm);
        if (!fits) {
            return false;
        }
        try {
            Signature verifier = known.create();
            verifier.initVerifier(null, key);
            verifier.update(null, signed);
            return verifier.verify(null, signature);
        } catch (Exception e) {
            return false;
        }
    }

    private static PublicKey key(byte[] encoded) {
        try {
            return new ByteArrayBuffer(encoded).getRawPublicKey();
        } catch (SshException e) {
            throw new IllegalArgumentException("not a public key of SSH", e);
        }
    }

    private static byte[] dearmored(String armored) {
        List<String> lines = new ArrayList<>();
        armored.lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("-----"))
                .forEach(lines::add);
        return Base64.getDecoder().decode(String.join("", lines));
    }
}
