package io.keelstream.gitwatcher.fetch;

import io.keelstream.gitwatcher.source.SourceAddress;

/**
 * Something that is fetched.
 *
 * @param digest which content; empty for what the version is now
 */
record Wish(SourceAddress address, String digest) {}
