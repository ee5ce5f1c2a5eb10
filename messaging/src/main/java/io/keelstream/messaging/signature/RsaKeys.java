package io.keelstream.messaging.signature;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.Map;

/** Keys of type {@code ssh-rsa} (RFC 4253), whose signatures are those of RFC 8332: with SHA-2, never with SHA-1. */
record RsaKeys() implements KeyType {

    private static final Map<String, String> ALGORITHMS =
            Map.of("rsa-sha2-256", "SHA256withRSA", "rsa-sha2-512", "SHA512withRSA");

    private static final int LEAST_BITS = 2048;
    private static final int MOST_BITS = 16_384;

    @Override
    public Verifier verifier(SshData key) throws GeneralSecurityException {
        BigInteger exponent = key.integer();
        BigInteger modulus = key.integer();
        if (modulus.bitLength() < LEAST_BITS || modulus.bitLength() > MOST_BITS) {
            throw new IllegalArgumentException("has " + modulus.bitLength() + " bits; RSA keys need " + LEAST_BITS
                    + " to " + MOST_BITS + " (ssh-keygen -t ed25519 makes a better one)");
        }
        PublicKey rsa = KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        int length = (modulus.bitLength() + 7) / 8;
        return (algorithm, signature, signed) -> {
            byte[] written = signature.string();
            signature.end();
            String known = ALGORITHMS.get(algorithm);
            if (known == null || written.length > length) {
                return false;
            }
            byte[] raw = new byte[length];
            System.arraycopy(written, 0, raw, length - written.length, written.length);
            Signature verifier = Signature.getInstance(known);
            verifier.initVerify(rsa);
            verifier.update(signed);
            return verifier.verify(raw);
        };
    }
}
