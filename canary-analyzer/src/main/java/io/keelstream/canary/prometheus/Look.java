package io.keelstream.canary.prometheus;

import io.keelstream.canary.increments.Samples;
import io.keelstream.canary.increments.Series;
import io.keelstream.canary.increments.Span;
import io.keelstream.canary.increments.TickAxis;
import io.keelstream.canary.observations.Arm;
import io.keelstream.canary.query.MetricQuery;
import io.keelstream.canary.query.SharedQuery;
import io.keelstream.canary.query.Template;
import io.keelstream.canary.source.Request;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One look at the source, query after query. Ends at the first answer that shows the source away; a query that is refused
 * ends its metric alone. Both arms are asked for at once where that brings the same for sure, and events are taken out of their total;
 * what a shared query does not bring is asked for arm by arm. For one use by one thread.
 */
final class Look {

    /** How a filled query is asked. */
    private interface Question {
        Answer ask(String query) throws InterruptedException;
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

    /** Reads the counters of all metrics that have any. Metrics that ask for the same are answered by one query. */
    void counters(Span span) throws InterruptedException {
        Map<String, Answer> answers = new HashMap<>();
        Question question = query -> {
            Answer known = answers.get(query);
            Answer answer = known == null ? prometheus.samples(query, span) : known;
            answers.put(query, answer);
            return answer;
        };
        for (Map.Entry<String, MetricQuery> each : request.queries().entrySet()) {
            String metric = each.getKey();
            Samples read = switch (each.getValue()) {
                case MetricQuery.Shares(String events, String total) -> {
                    Map<Arm, List<Series>> all = both(metric, total, question);
                    yield new Samples.OfShares(
                            ofPods(events, events(metric, events, total, all, question)), ofPods(total, all));
                }
                case MetricQuery.Histogram(String buckets) ->
                    new Samples.OfHistogram(ofPods(buckets, both(metric, buckets, question)));
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
                Question question = query -> prometheus.values(query, axis, ticks.getFirst(), ticks.getLast());
                put(metric, new Samples.OfLevels(ofPods(expression, both(metric, expression, question))));
            }
        }
    }

    /** The events of both arms: out of their total where they are a part of it for sure. */
    private Map<Arm, List<Series>> events(
            String metric, String events, String total, Map<Arm, List<Series>> all, Question question)
            throws InterruptedException {
        Map<Arm, List<Series>> found = new EnumMap<>(Arm.class);
        for (Map.Entry<Arm, List<Series>> arm : all.entrySet()) {
            Optional<Predicate<Map<String, String>>> part =
                    SharedQuery.part(request.filled(events, arm.getKey()), request.filled(total, arm.getKey()));
            if (part.isEmpty()) {
                return both(metric, events, question);
            }
            found.put(
                    arm.getKey(),
                    arm.getValue().stream()
                            .filter(series -> part.get().test(series.labels()))
                            .toList());
        }
        return found;
    }

    private Map<Arm, List<Series>> both(String metric, String template, Question question) throws InterruptedException {
        Optional<SharedQuery> shared = away == null && !refused.containsKey(metric)
                ? SharedQuery.ofArms(request.filled(template, Arm.BASELINE), request.filled(template, Arm.CANARY))
                : Optional.empty();
        Map<Arm, List<Series>> atOnce = shared.isPresent() ? atOnce(shared.get(), question) : Map.of();
        return atOnce.isEmpty() ? oneByOne(metric, template, question) : atOnce;
    }

    /** Both arms by one query; empty where it brings nothing that can be used. */
    private Map<Arm, List<Series>> atOnce(SharedQuery query, Question question) throws InterruptedException {
        return switch (question.ask(query.text())) {
            case Answer.Found(List<Series> series) -> shared(query, series);
            // An answer for both arms may be larger than the source allows.
            case Answer.Refused _ -> Map.of();
            case Answer.Away(String message) -> {
                away = message;
                yield Map.of();
            }
        };
    }

    private static Map<Arm, List<Series>> shared(SharedQuery query, List<Series> all) {
        Map<Arm, List<Series>> found = new EnumMap<>(Arm.class);
        for (Arm arm : Arm.values()) {
            found.put(arm, new ArrayList<>());
        }
        for (Series series : all) {
            Set<Arm> arms = query.arms(series.labels());
            if (arms.isEmpty()) {
                return Map.of();
            }
            arms.forEach(arm -> Objects.requireNonNull(found.get(arm)).add(series));
        }
        return found;
    }

    private Map<Arm, List<Series>> oneByOne(String metric, String template, Question question)
            throws InterruptedException {
        Map<Arm, List<Series>> found = new EnumMap<>(Arm.class);
        for (Arm arm : Arm.values()) {
            if (away != null || refused.containsKey(metric)) {
                break;
            }
            switch (question.ask(request.filled(template, arm))) {
                case Answer.Found(List<Series> series) -> found.put(arm, series);
                case Answer.Refused(String message) -> refused.put(metric, "metric '" + metric + "': " + message);
                case Answer.Away(String message) -> away = message;
            }
        }
        return found;
    }

    /** The series of proxies are of no pod. */
    private static Map<Arm, List<Series>> ofPods(String template, Map<Arm, List<Series>> found) {
        if (!Template.perService(template)) {
            return found;
        }
        Map<Arm, List<Series>> changed = new EnumMap<>(Arm.class);
        found.forEach((arm, series) ->
                changed.put(arm, series.stream().map(Series::ofProxy).toList()));
        return changed;
    }

    private void put(String metric, @Nullable Samples read) {
        if (read != null && !refused.containsKey(metric)) {
            metrics.put(metric, read);
        }
    }
}
