package io.keelstream.gitwatcher.fetch;

import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.SourceAddress;

/** Where addresses of one kind are fetched from. Both methods may take long; thread-safe. */
interface Origin<A extends SourceAddress> {

    /** What the version is now. */
    String newest(A address) throws FetchException, InterruptedException;

    /** The content with a digest, checked. */
    Content fetch(A address, String digest) throws FetchException, InterruptedException;
}
