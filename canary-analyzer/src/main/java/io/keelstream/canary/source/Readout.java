package io.keelstream.canary.source;

import io.keelstream.canary.increments.Samples;
import io.keelstream.canary.increments.Scrapes;
import io.keelstream.canary.increments.TickAxis;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What a look at the source brought. */
public sealed interface Readout {

    /**
     * The source answered.
     *
     * @param axis the ticks; null when nothing was scraped twice yet
     * @param ticks the ticks that the samples suffice for, complete or not; empty without an axis
     * @param metrics metric name to samples; those that were refused are missing
     * @param scrapes when pods were scraped
     * @param refused metric name to why the source does not take its query
     */
    record Read(
            @Nullable TickAxis axis,
            List<Long> ticks,
            Map<String, Samples> metrics,
            Scrapes scrapes,
            SortedMap<String, String> refused)
            implements Readout {}

    /**
     * The source cannot be used now.
     *
     * @param message which, and why
     */
    record Away(String message) implements Readout {}
}
