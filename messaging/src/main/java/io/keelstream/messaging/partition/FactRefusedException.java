package io.keelstream.messaging.partition;

/** A fact breaks its contract, e.g. it is too large: nothing of its transition was written. The message names the key. */
public class FactRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public FactRefusedException(String message) {
        super(message);
    }
}
