package io.keelstream.messaging.signature;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/**
 * Keys of type {@code ssh-ed25519} (RFC 8709) and {@code sk-ssh-ed25519@openssh.com} ({@code PROTOCOL.u2f} of OpenSSH).
 *
 * @param securityKey whether they are in a security key
 */
record Ed25519Keys(boolean securityKey) implements KeyType {

    /** What comes before a public key of Ed25519 in a SubjectPublicKeyInfo (RFC 8410). */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int KEY_LENGTH = 32;

    @Override
    public Verifier verifier(SshData key) throws GeneralSecurityException {
        byte[] point = key.string();
        if (point.length != KEY_LENGTH) {
            throw new IllegalArgumentException("is not a usable public key");
        }
        byte[] encoded = new byte[PREFIX.length + KEY_LENGTH];
        System.arraycopy(PREFIX, 0, encoded, 0, PREFIX.length);
        System.arraycopy(point, 0, encoded, PREFIX.length, KEY_LENGTH);
        PublicKey ed25519 = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        byte[] application = securityKey ? key.string() : new byte[0];
        return (algorithm, signature, signed) -> verifies(ed25519, application, algorithm, signature, signed);
    }

    private boolean verifies(PublicKey key, byte[] application, String algorithm, SshData signature, byte[] signed)
            throws GeneralSecurityException {
        byte[] raw = signature.string();
        byte[] message = securityKey ? KeyType.touched(application, signature, signed) : signed;
        signature.end();
        if (message == null || !algorithm.equals(securityKey ? "sk-ssh-ed25519@openssh.com" : "ssh-ed25519")) {
            return false;
        }
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(raw);
    }
}
