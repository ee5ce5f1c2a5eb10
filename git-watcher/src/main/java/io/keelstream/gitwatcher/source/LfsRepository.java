package io.keelstream.gitwatcher.source;

import io.keelstream.gitwatcher.source.SourceAddress.LargeFile;

/**
 * A repository of the installation whose files in Git LFS are fetched.
 *
 * @param name its name in the installation
 * @param url where it is, {@code https://} or {@code http://}
 */
public record LfsRepository(String name, String url) {

    /**
     * One of its files.
     *
     * @param oid SHA-256 of its content; 64 of 0-9 and a-f
     * @param bytes its size
     */
    public LargeFile file(String oid, long bytes) {
        return new LargeFile(this, oid, bytes);
    }
}
