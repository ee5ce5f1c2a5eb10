package io.keelstream.kubernetes.seal;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;

/**
 * A pair of age keys: whoever knows the recipient can seal, only the holder of the identity can unseal.
 *
 * @param recipient public key, {@code age1...}
 * @param identity private key, {@code AGE-SECRET-KEY-1...}
 */
public record SealingKeys(String recipient, String identity) {

    /** A new random pair. */
    public static SealingKeys generate() {
        try {
            KeyPair pair = new X25519KeyPairGenerator().generateKeyPair();
            return new SealingKeys(
                    new String(pair.getPublic().getEncoded(), StandardCharsets.US_ASCII),
                    new String(pair.getPrivate().getEncoded(), StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no X25519", e);
        }
    }

    /** Shows the recipient alone. */
    @Override
    public String toString() {
        return "SealingKeys[" + recipient + "]";
    }
}
