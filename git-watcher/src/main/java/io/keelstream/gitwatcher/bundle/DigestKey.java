package io.keelstream.gitwatcher.bundle;

import io.keelstream.kubernetes.digest.ObjectDigest;

/** The installation's key for digests of Secrets: without it, weak secrets could be guessed from their digests. Immutable. */
public final class DigestKey {

    private final byte[] bytes;

    /** Throws {@link IllegalArgumentException} for fewer than 16 bytes. */
    public DigestKey(byte[] bytes) {
        if (bytes.length < 16) {
            throw new IllegalArgumentException("the key for digests of Secrets has fewer than 16 bytes");
        }
        this.bytes = bytes.clone();
    }

    String digest(byte[] canonical) {
        return ObjectDigest.hmac(canonical, bytes);
    }

    /** Does not contain the key. */
    @Override
    public String toString() {
        return "DigestKey";
    }
}
