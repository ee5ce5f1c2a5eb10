package io.keelstream.sandbox.store;

/** The object is not in the state that a writer started from; whoever may, reads it again and tries once more. */
public final class StaleException extends Exception {

    private static final long serialVersionUID = 1L;

    StaleException(ObjectKey key) {
        super(key + " changed meanwhile", null, false, false);
    }
}
