package io.keelstream.kubernetes.sops;

/** A document that cannot be opened. The message names the document, the key or the recipient, never a value. */
public final class SopsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SopsException(String message) {
        super(message);
    }
}
