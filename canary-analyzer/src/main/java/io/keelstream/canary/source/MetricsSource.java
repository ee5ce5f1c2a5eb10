package io.keelstream.canary.source;

/** Where measurements come from. Implementations are thread-safe; their failures are values. */
public interface MetricsSource {

    /**
     * Looks at everything that a request needs.
     *
     * @throws InterruptedException when the look was ended from outside
     */
    Readout read(Request request) throws InterruptedException;
}
