package io.keelstream.gitwatcher.credential;

/** A helper issued nothing; the message names it and says why, and holds nothing of what it wrote. */
public final class CredentialException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CredentialException(String message) {
        super(message);
    }
}
