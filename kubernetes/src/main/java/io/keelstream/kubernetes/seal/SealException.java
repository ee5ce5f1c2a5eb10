package io.keelstream.kubernetes.seal;

/** A Secret that cannot be sealed or unsealed. The message names the object and the key, never a value. */
public final class SealException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SealException(String message) {
        super(message);
    }

    SealException(String message, Throwable cause) {
        super(message, cause);
    }
}
