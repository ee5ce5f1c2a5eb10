package io.keelstream.messaging.signature;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keys of type {@code ecdsa-sha2-*} (RFC 5656) and {@code sk-ecdsa-sha2-nistp256@openssh.com} ({@code PROTOCOL.u2f} of OpenSSH).
 *
 * @param curve the curve's name in SSH
 * @param standardName its name in Java
 * @param hash the hash of its signatures, in Java
 * @param securityKey whether they are in a security key
 */
record EcdsaKeys(String curve, String standardName, String hash, boolean securityKey) implements KeyType {

    private static final byte UNCOMPRESSED = 4;

    @Override
    public Verifier verifier(SshData key) throws GeneralSecurityException {
        if (!key.text().equals(curve)) {
            throw new IllegalArgumentException("is not a usable public key");
        }
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(standardName));
        ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
        PublicKey point = KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point(key, spec), spec));
        byte[] application = securityKey ? key.string() : new byte[0];
        int length = length(spec.getOrder());
        return (algorithm, signature, signed) -> {
            SshData pair = new SshData(signature.string());
            byte[] message = securityKey ? KeyType.touched(application, signature, signed) : signed;
            signature.end();
            byte[] raw = pair(pair, length);
            if (message == null || raw == null || !algorithm.equals(name())) {
                return false;
            }
            Signature verifier = Signature.getInstance(hash + "withECDSAinP1363Format");
            verifier.initVerify(point);
            verifier.update(message);
            return verifier.verify(raw);
        };
    }

    private String name() {
        return securityKey ? "sk-ecdsa-sha2-" + curve + "@openssh.com" : "ecdsa-sha2-" + curve;
    }

    /** The point of a key, which has to be on the curve: Java does not look. */
    private static ECPoint point(SshData key, ECParameterSpec spec) throws InvalidKeySpecException {
        byte[] encoded = key.string();
        BigInteger prime = ((ECFieldFp) spec.getCurve().getField()).getP();
        int length = length(prime);
        if (encoded.length != 1 + 2 * length || encoded[0] != UNCOMPRESSED) {
            throw new InvalidKeySpecException("not an uncompressed point");
        }
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(encoded, 1, 1 + length));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(encoded, 1 + length, encoded.length));
        BigInteger right = x.pow(3)
                .add(spec.getCurve().getA().multiply(x))
                .add(spec.getCurve().getB());
        if (x.compareTo(prime) >= 0
                || y.compareTo(prime) >= 0
                || !y.multiply(y).subtract(right).mod(prime).equals(BigInteger.ZERO)) {
            throw new InvalidKeySpecException("not a point of the curve");
        }
        return new ECPoint(x, y);
    }

    /** Both numbers of a signature, each in so many bytes; null where one does not fit. */
    private static byte @Nullable [] pair(SshData pair, int length) {
        byte[] both = new byte[2 * length];
        for (int i = 1; i <= 2; i++) {
            BigInteger number = pair.integer();
            if (length(number) > length) {
                return null;
            }
            byte[] bytes = number.toByteArray();
            int from = Math.max(0, bytes.length - length);
            System.arraycopy(bytes, from, both, i * length - (bytes.length - from), bytes.length - from);
        }
        pair.end();
        return both;
    }

    private static int length(BigInteger number) {
        return (number.bitLength() + 7) / 8;
    }
}
