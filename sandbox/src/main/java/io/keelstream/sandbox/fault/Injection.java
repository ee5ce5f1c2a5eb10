package io.keelstream.sandbox.fault;

/** A fault that is switched on; closing switches it off. */
@FunctionalInterface
public interface Injection extends AutoCloseable {

    @Override
    void close();
}
