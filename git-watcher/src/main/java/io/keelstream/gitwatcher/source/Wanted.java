package io.keelstream.gitwatcher.source;

/**
 * A chart or base that a target names.
 *
 * @param address where it is
 * @param digest the only content that counts; empty for what the version is when it is looked at first
 * @param follow whether the target follows the version where it is moved
 * @param where the file that names it
 */
public record Wanted(SourceAddress address, String digest, boolean follow, String where) {

    /** One whose first content counts. */
    public static Wanted first(SourceAddress address, String where) {
        boolean commit = address instanceof SourceAddress.GitBase base && base.isCommit();
        return new Wanted(address, commit ? address.version() : "", false, where);
    }

    /** Whether whoever owns the place cannot change what counts. */
    public boolean isPinned() {
        return !digest.isEmpty();
    }
}
