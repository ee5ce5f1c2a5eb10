package io.keelstream.gitwatcher.snapshot;

import org.jspecify.annotations.Nullable;

/** The store of a repository is damaged or incomplete; the message names the object. Nothing may be concluded from it. */
public final class UnreadableSnapshotException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnreadableSnapshotException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
