package io.keelstream.standalone.up;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One of the services in this process, seen from outside.
 *
 * @param name its name
 * @param start joins its group; returns before anything is loaded
 * @param stop ends within the limit
 * @param ready whether it works on everything it was given
 * @param live whether it can still do its work
 * @param problems why it is not
 */
record Service(
        String name,
        Runnable start,
        Consumer<Duration> stop,
        BooleanSupplier ready,
        BooleanSupplier live,
        Supplier<List<String>> problems) {}
