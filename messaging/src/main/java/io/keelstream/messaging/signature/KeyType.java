package io.keelstream.messaging.signature;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** How keys of one type are read. */
sealed interface KeyType permits Ed25519Keys, EcdsaKeys, RsaKeys {

    /**
     * Reads the rest of a key in its encoded form.
     *
     * @throws GeneralSecurityException when it is not a key of the type
     * @throws IllegalArgumentException when it cannot be read, or is too weak; the message says why, after "the key"
     */
    Verifier verifier(SshData key) throws GeneralSecurityException;

    /** Verifies signatures of one key. */
    @FunctionalInterface
    interface Verifier {

        /**
         * Whether a signature holds.
         *
         * @param algorithm its algorithm, as the signature says
         * @param signature the rest of it
         * @param signed what is signed
         */
        boolean verifies(String algorithm, SshData signature, byte[] signed) throws GeneralSecurityException;
    }

    /**
     * What a security key signs in place of some bytes ({@code PROTOCOL.u2f} of OpenSSH), when its owner was there; flags and
     * counter are what comes next of the signature.
     *
     * @param application what the key was made for
     * @return null where nobody touched the key
     */
    static byte @Nullable [] touched(byte[] application, SshData signature, byte[] signed) {
        byte flags = signature.bytes(1)[0];
        int counter = signature.number();
        if ((flags & 1) == 0) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SshPublicKey.digest("SHA-256", application));
        out.write(flags);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(counter).array());
        out.writeBytes(SshPublicKey.digest("SHA-256", signed));
        return out.toByteArray();
    }
}
