package io.keelstream.gitwatcher.snapshot;

/**
 * An entry is not what its folder says, or not well-formed: a folder whose object is a file, or bytes that are no tree. Git does
 * not write such a thing, so the clone is whole; what needs the entry is refused, and nothing else.
 */
public final class MalformedEntryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String path;

    public MalformedEntryException(Entry entry, Throwable cause) {
        super(entry.path() + " is not what its folder says", cause);
        this.path = entry.path();
    }

    /** Path of the entry from the repository's root. */
    public String path() {
        return path;
    }
}
