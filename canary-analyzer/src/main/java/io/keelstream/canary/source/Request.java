package io.keelstream.canary.source;

import io.keelstream.canary.increments.TickAxis;
import io.keelstream.canary.observations.Arm;
import io.keelstream.canary.query.ArmNames;
import io.keelstream.canary.query.MetricQuery;
import io.keelstream.canary.query.Template;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What one look at the source is for.
 *
 * @param queries metric name to what to ask for
 * @param address whose measurements are wanted
 * @param arms arm to what queries call it
 * @param intervalMillis length of a tick that was asked for
 * @param axis the ticks; null until the first look has shown how often pods are scraped
 * @param window which ticks are needed
 * @param nowMillis the time of the look
 */
public record Request(
        SortedMap<String, MetricQuery> queries,
        Address address,
        Map<Arm, ArmNames> arms,
        long intervalMillis,
        @Nullable TickAxis axis,
        Window window,
        long nowMillis) {

    /**
     * Which ticks are needed.
     *
     * @param fromMillis begin of the first one, milliseconds since 1970
     * @param untilMillis end of the last one that may be needed
     */
    public record Window(long fromMillis, long untilMillis) {}

    /** Begin of the first tick that is needed, milliseconds since 1970. */
    public long fromMillis() {
        return window.fromMillis();
    }

    /** End of the last tick that may be needed. */
    public long untilMillis() {
        return window.untilMillis();
    }

    /** A query for one arm. */
    public String filled(String template, Arm arm) {
        return Template.fill(template, arm, address.namespace(), Objects.requireNonNull(arms.get(arm)));
    }
}
