package io.keelstream.gitwatcher.signature;

import io.keelstream.gitwatcher.git.SignedObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.bc.BcPGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/**
 * Public keys of OpenPGP, with their subkeys, and the signatures that they make. A key that is revoked counts for nothing; one that
 * has expired counts for what was signed before. Immutable.
 */
final class PgpKeys {

    /** Collisions can be made, or soon may be. */
    private static final Set<Integer> WEAK =
            Set.of(HashAlgorithmTags.MD5, HashAlgorithmTags.SHA1, HashAlgorithmTags.RIPEMD160, HashAlgorithmTags.MD2);

    private final List<PGPPublicKeyRing> rings;

    private PgpKeys(List<PGPPublicKeyRing> rings) {
        this.rings = List.copyOf(rings);
    }

    /** Collects keys. */
    static final class Builder {

        private final List<PGPPublicKeyRing> rings = new ArrayList<>();

        /** Adds every key of a file; a file without one throws. */
        void add(byte[] file) throws IOException {
            try {
                int before = rings.size();
                new BcPGPPublicKeyRingCollection(PGPUtil.getDecoderStream(new ByteArrayInputStream(file)))
                        .getKeyRings()
                        .forEachRemaining(rings::add);
                if (rings.size() == before) {
                    throw new IOException("no public key");
                }
            } catch (PGPException e) {
                throw new IOException(e);
            }
        }

        boolean isEmpty() {
            return rings.isEmpty();
        }

        PgpKeys build() {
            return new PgpKeys(rings);
        }
    }

    /** Who made the signature of an object. */
    Signer signer(SignedObject object) throws IOException {
        BcPGPObjectFactory parts =
                new BcPGPObjectFactory(PGPUtil.getDecoderStream(new ByteArrayInputStream(object.signature())));
        if (!(parts.nextObject() instanceof PGPSignatureList list) || list.size() != 1) {
            return new Signer.Broken("is not one of OpenPGP");
        }
        PGPSignature signature = list.get(0);
        List<PGPPublicKey> candidates = rings.stream()
                .map(ring -> ring.getPublicKey(signature.getKeyID()))
                .filter(key -> key != null)
                .toList();
        Signer signer = new Signer.Stranger(name(signature.getKeyID()));
        for (PGPPublicKey key : candidates) {
            signer = signer(object, signature, key);
            if (signer instanceof Signer.Known) {
                return signer;
            }
        }
        return signer;
    }

    private Signer signer(SignedObject object, PGPSignature signature, PGPPublicKey key) {
        boolean binary = signature.getSignatureType() == PGPSignature.BINARY_DOCUMENT;
        if (!binary || WEAK.contains(signature.getHashAlgorithm())) {
            return new Signer.Broken("is of a kind that is not taken, or with a weak digest such as SHA-1");
        }
        if (isRevoked(key)) {
            return new Signer.Broken("is of the revoked key " + name(key.getKeyID()));
        }
        Instant made = signature.getCreationTime().toInstant();
        long valid = key.getValidSeconds();
        if (valid > 0 && made.isAfter(key.getCreationTime().toInstant().plusSeconds(valid))) {
            return new Signer.Broken("was made after its key " + name(key.getKeyID()) + " had expired");
        }
        try {
            signature.init(new BcPGPContentVerifierBuilderProvider(), key);
            signature.update(object.data());
            return signature.verify()
                    ? new Signer.Known(HexFormat.of().withUpperCase().formatHex(key.getFingerprint()))
                    : new Signer.Broken("does not match its content");
        } catch (PGPException e) {
            return new Signer.Broken("cannot be checked");
        }
    }

    /** Of the key itself, or of the one that it belongs to. */
    private boolean isRevoked(PGPPublicKey key) {
        return key.hasRevocation()
                || rings.stream()
                        .filter(ring -> ring.getPublicKey(key.getKeyID()) != null)
                        .anyMatch(ring -> ring.getPublicKey().hasRevocation());
    }

    private static String name(long id) {
        return String.format(Locale.ROOT, "%016X", id);
    }
}
