package io.keelstream.canary.prometheus;

import io.keelstream.canary.increments.Scrapes;
import io.keelstream.canary.increments.Span;
import io.keelstream.canary.increments.TickAxis;
import io.keelstream.canary.query.MetricQuery;
import io.keelstream.canary.source.MetricsSource;
import io.keelstream.canary.source.Readout;
import io.keelstream.canary.source.Request;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Looks at the source for one analysis: every metric of both arms. Thread-safe. */
public final class PrometheusReader implements MetricsSource {

    /** So many ticks are read at once when an analysis is behind. */
    private static final long MOST_TICKS = 60;

    private final Prometheus prometheus;

    /** A reader of one source. */
    public PrometheusReader(Prometheus prometheus) {
        this.prometheus = prometheus;
    }

    @Override
    public Readout read(Request request) throws InterruptedException {
        try (Prometheus.Place _ = prometheus.place()) {
            return look(request);
        }
    }

    private Readout look(Request request) throws InterruptedException {
        Look look = new Look(prometheus, request);
        Span span = span(request);
        look.counters(span);
        Scrapes scrapes = Scrapes.of(look.metrics().values());
        TickAxis axis = axis(request, scrapes);
        List<Long> ticks = axis == null ? List.of() : ticks(request, axis, span);
        if (axis != null && !ticks.isEmpty()) {
            look.levels(axis, ticks);
        }
        return look.away() == null
                ? new Readout.Read(axis, ticks, look.metrics(), scrapes, look.refused())
                : new Readout.Away(prometheus.name() + " " + look.away());
    }

    private static Span span(Request request) {
        TickAxis axis = request.axis();
        long tick = axis == null ? request.intervalMillis() : axis.tickMillis();
        long enough = request.fromMillis() + MOST_TICKS * tick + TickAxis.LOOKBACK_MILLIS;
        long to = Math.max(request.fromMillis() + 1, Math.min(request.nowMillis(), enough));
        return new Span(request.fromMillis() - TickAxis.LOOKBACK_MILLIS, to);
    }

    private static @Nullable TickAxis axis(Request request, Scrapes scrapes) {
        TickAxis axis = request.axis();
        boolean onlyLevels = request.queries().values().stream().allMatch(MetricQuery.Levels.class::isInstance);
        return axis == null && (onlyLevels || scrapes.spacingMillis() > 0)
                ? TickAxis.of(request.intervalMillis(), scrapes.spacingMillis())
                : axis;
    }

    private static List<Long> ticks(Request request, TickAxis axis, Span span) {
        long first = axis.firstFrom(request.fromMillis());
        return LongStream.range(first, first + MOST_TICKS)
                .filter(tick -> axis.span(tick).to() <= Math.min(span.to(), request.untilMillis()))
                .boxed()
                .toList();
    }
}
