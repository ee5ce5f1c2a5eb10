package io.keelstream.canary.increments;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counters of which none is counted twice, however many scrapes bring them: two jobs, two Services, a pair of replicas of the source.
 *
 * <p>Series of one pod (where pods are not distinguished, of one instance) that differ in labels of the scrape alone are one counter.
 * A scrape that does not name the pod is told by {@link PodAddresses}.
 * Labels of the scrape are those that Prometheus and its operator set on targets, and every label that all series of one scrape
 * have alike and those of another have not. Where their values agree, one is taken, with the samples of the other before and after
 * it; where they do not, nobody can say which is right: the pod is left out and named. What both say depends on the samples given,
 * not on their order. Immutable.
 *
 * @param series what may be added up
 * @param doubled pods that are counted once though several scrapes cover them, each with how
 * @param contradicted pods whose scrapes disagree, each with how
 */
record ScrapedOnce(List<Series> series, SortedMap<String, String> doubled, SortedMap<String, String> contradicted) {

    /** Labels of the target that was scraped, or of the Prometheus that did. */
    private static final Set<String> OF_SCRAPES = Set.of(
            "job", "instance", "endpoint", "service", "namespace", "cluster", "prometheus", "monitor", "receive");

    /** Part of the names of labels that tell replicas of a Prometheus apart. */
    private static final String OF_REPLICAS = "replica";

    /** A counter moves on between its scrape and the time that is noted for it; milliseconds. */
    private static final long SLACK = 2_000;

    /** One counter of some series. */
    static ScrapedOnce of(List<Series> all) {
        Map<String, List<Series>> entities =
                all.stream().collect(Collectors.groupingBy(ScrapedOnce::entity, TreeMap::new, Collectors.toList()));
        List<Series> kept = new ArrayList<>();
        SortedMap<String, String> doubled = new TreeMap<>();
        SortedMap<String, String> contradicted = new TreeMap<>();
        entities.forEach((entity, series) -> {
            SortedMap<String, List<Series>> scrapes = scrapes(series);
            if (scrapes.size() == 1) {
                kept.addAll(series);
                return;
            }
            List<List<Series>> counters = counters(scrapes);
            boolean overlap = counters.stream().anyMatch(each -> each.size() > 1);
            if (counters.stream().anyMatch(each -> !agree(each))) {
                contradicted.put(entity, String.join("; ", scrapes.keySet()));
                return;
            }
            counters.forEach(each -> kept.add(joined(each)));
            if (overlap) {
                doubled.put(entity, String.join("; ", scrapes.keySet()));
            }
        });
        return new ScrapedOnce(kept, doubled, contradicted);
    }

    /** Levels of which each pod's are taken of one scrape alone; they cannot be compared, because they go up and down. */
    static ScrapedOnce ofLevels(List<Series> all) {
        Map<String, List<Series>> entities =
                all.stream().collect(Collectors.groupingBy(ScrapedOnce::entity, TreeMap::new, Collectors.toList()));
        List<Series> kept = new ArrayList<>();
        SortedMap<String, String> doubled = new TreeMap<>();
        entities.forEach((entity, series) -> {
            SortedMap<String, List<Series>> scrapes = scrapes(series);
            kept.addAll(Objects.requireNonNull(scrapes.get(scrapes.firstKey())));
            if (scrapes.size() > 1) {
                doubled.put(entity, String.join("; ", scrapes.keySet()));
            }
        });
        return new ScrapedOnce(kept, doubled, new TreeMap<>());
    }

    private static SortedMap<String, List<Series>> scrapes(List<Series> series) {
        return new TreeMap<>(
                series.stream().collect(Collectors.groupingBy(each -> text(each, ScrapedOnce::ofScrapes))));
    }

    private static boolean ofScrapes(String label) {
        return OF_SCRAPES.contains(label) || label.contains(OF_REPLICAS);
    }

    private static String entity(Series series) {
        return series.pod().isEmpty() ? series.labels().getOrDefault("instance", "") : series.pod();
    }

    /** The series by counter, each in the order of its scrapes. */
    private static List<List<Series>> counters(SortedMap<String, List<Series>> scrapes) {
        Set<String> alike = alikeWithin(scrapes);
        SortedMap<String, List<Series>> counters = new TreeMap<>();
        scrapes.values()
                .forEach(scrape -> scrape.stream()
                        .sorted(Comparator.comparing(each -> text(each, label -> true)))
                        .forEach(each -> counters.computeIfAbsent(
                                        text(each, label -> !alike.contains(label) && !ofScrapes(label)),
                                        key -> new ArrayList<>())
                                .add(each)));
        return List.copyOf(counters.values());
    }

    /** Labels that each scrape has alike on all its series, and not every scrape the same. */
    private static Set<String> alikeWithin(SortedMap<String, List<Series>> scrapes) {
        SortedSet<String> names = new TreeSet<>();
        scrapes.values()
                .forEach(scrape ->
                        scrape.forEach(each -> names.addAll(each.labels().keySet())));
        names.remove("le");
        Set<String> alike = new HashSet<>();
        for (String name : names) {
            List<Set<@Nullable String>> values = scrapes.values().stream()
                    .map(scrape -> valuesOf(scrape, each -> each.labels().get(name)))
                    .toList();
            boolean constant = values.stream().allMatch(each -> each.size() == 1);
            if (constant && new HashSet<>(values).size() > 1) {
                alike.add(name);
            }
        }
        return alike;
    }

    private static Set<@Nullable String> valuesOf(List<Series> scrape, Function<Series, @Nullable String> value) {
        Set<@Nullable String> values = new HashSet<>();
        scrape.forEach(each -> values.add(value.apply(each)));
        return values;
    }

    /** Whether series can be one counter: each value of one lies between those that another had before and after it. */
    private static boolean agree(List<Series> counter) {
        return counter.stream()
                .flatMap(one -> one.samples().stream())
                .allMatch(sample -> counter.stream().allMatch(other -> fits(sample, other.samples())));
    }

    private static boolean fits(Sample sample, List<Sample> others) {
        Sample before = null;
        Sample after = null;
        boolean reset = false;
        for (Sample other : others) {
            if (other.atMillis() <= sample.atMillis() - SLACK) {
                before = other;
            } else if (before != null) {
                reset |= other.value() < Objects.requireNonNull(before).value();
                if (other.atMillis() >= sample.atMillis() + SLACK) {
                    after = other;
                    break;
                }
            }
        }
        return before == null
                || after == null
                || reset
                || (before.value() <= sample.value() && sample.value() <= after.value());
    }

    /** The first series, with what the others have before its first sample and after its last. */
    private static Series joined(List<Series> counter) {
        Series first = counter.getFirst();
        List<Sample> samples = new ArrayList<>(first.samples());
        for (Series other : counter.subList(1, counter.size())) {
            if (samples.isEmpty()) {
                samples.addAll(other.samples());
                continue;
            }
            long begin = samples.getFirst().atMillis();
            long end = samples.getLast().atMillis();
            samples.addAll(other.samples().stream()
                    .filter(sample -> sample.atMillis() > end + SLACK)
                    .toList());
            samples.addAll(
                    0,
                    other.samples().stream()
                            .filter(sample -> sample.atMillis() < begin - SLACK)
                            .toList());
        }
        return new Series(first.labels(), samples);
    }

    private static String text(Series series, Predicate<String> labels) {
        return series.labels().entrySet().stream()
                .filter(label -> labels.test(label.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(", "));
    }
}
