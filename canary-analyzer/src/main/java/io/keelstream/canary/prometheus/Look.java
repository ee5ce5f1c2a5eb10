package io.keelstream.canary.prometheus;

import io.keelstream.canary.increments.Samples;
import io.keelstream.canary.increments.Series;
import io.keelstream.canary.increments.Span;
import io.keelstream.canary.increments.TickAxis;
import io.keelstream.canary.observations.Arm;
import io.keelstream.canary.query.MetricQuery;
import io.keelstream.canary.query.Template;
import io.keelstream.canary.source.Request;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One look at the source, query after query. Ends at the first answer that shows the source away; a query that is refused
 * ends its metric alone. For one use by one thread.
 */
final class Look {

    /** One query, for either arm. */
    private interface Question {
        Answer ask(Arm arm) throws InterruptedException;
    }

    private final Prometheus prometheus;
    private final Request request;
    private final Map<String, Samples> metrics = new TreeMap<>();
    private final SortedMap<String, String> refused = new TreeMap<>();
    private @Nullable String away;

    Look(Prometheus prometheus, Request request) {
        this.prometheus = prometheus;
        this.request = request;
    }

    /** Why the source cannot be used; null when it can. */
    @Nullable
    String away() {
        return away;
    }

    Map<String, Samples> metrics() {
        return metrics;
    }

    SortedMap<String, String> refused() {
        return refused;
    }

    /** Reads the counters of all metrics that have any. */
    void counters(Span span) throws InterruptedException {
        for (Map.Entry<String, MetricQuery> each : request.queries().entrySet()) {
            String metric = each.getKey();
            Samples read = switch (each.getValue()) {
                case MetricQuery.Shares(String events, String total) ->
                    new Samples.OfShares(samples(metric, events, span), samples(metric, total, span));
                case MetricQuery.Histogram(String buckets) -> new Samples.OfHistogram(samples(metric, buckets, span));
                case MetricQuery.Levels levels -> null;
            };
            put(metric, read);
        }
    }

    /** Reads the levels of all metrics that have any, at the ends of some ticks. */
    void levels(TickAxis axis, List<Long> ticks) throws InterruptedException {
        for (Map.Entry<String, MetricQuery> each : request.queries().entrySet()) {
            if (each.getValue() instanceof MetricQuery.Levels(String expression)) {
                String metric = each.getKey();
                Question question = arm ->
                        prometheus.values(request.filled(expression, arm), axis, ticks.getFirst(), ticks.getLast());
                put(metric, new Samples.OfLevels(both(metric, Template.perService(expression), question)));
            }
        }
    }

    private Map<Arm, List<Series>> samples(String metric, String selector, Span span) throws InterruptedException {
        return both(
                metric, Template.perService(selector), arm -> prometheus.samples(request.filled(selector, arm), span));
    }

    private Map<Arm, List<Series>> both(String metric, boolean perService, Question question)
            throws InterruptedException {
        Map<Arm, List<Series>> found = new EnumMap<>(Arm.class);
        for (Arm arm : Arm.values()) {
            if (away != null || refused.containsKey(metric)) {
                break;
            }
            switch (question.ask(arm)) {
                case Answer.Found(List<Series> series) ->
                    found.put(
                            arm,
                            perService ? series.stream().map(Series::ofProxy).toList() : series);
                case Answer.Refused(String message) -> refused.put(metric, "metric '" + metric + "': " + message);
                case Answer.Away(String message) -> away = message;
            }
        }
        return found;
    }

    private void put(String metric, @Nullable Samples read) {
        if (read != null && !refused.containsKey(metric)) {
            metrics.put(metric, read);
        }
    }
}
