package io.keelstream.gitwatcher.fetch;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.kubernetes.digest.ObjectDigest;

/** Checks that content is what was named. Stateless. */
final class Digests {

    private Digests() {}

    static String of(byte[] content) {
        return ObjectDigest.sha256(content);
    }

    /** Fails where the content has another digest. */
    static void check(byte[] content, String digest, String what) throws FetchException {
        String found = of(content);
        if (!found.equals(digest)) {
            throw new FetchException(
                    Reason.SOURCE_DIGEST,
                    what + " is " + found + ", and not " + digest
                            + "; nothing of it is used. If it was replaced, write its new" + " digest, or restore it");
        }
    }
}
