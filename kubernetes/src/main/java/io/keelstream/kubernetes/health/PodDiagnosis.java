package io.keelstream.kubernetes.health;

import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in one line why the pods of a workload are not well. Pure, but for asking for warnings. */
public final class PodDiagnosis {

    private static final int MOST_REASONS = 5;

    /** Pods of one state have warnings alike. */
    private static final int ASKED = 2;

    private static final String UNCREATED = "no new pods";

    /** Where what pods say begins, behind what is said of their workload or of other pods. */
    private static final Pattern PODS = Pattern.compile("(?:^|; )(\\d+ pods?|" + UNCREATED + "): ");

    private PodDiagnosis() {}

    /**
     * A text about a workload, taken apart.
     *
     * @param workload what is said of the workload itself, or the whole text where no pods are in it
     * @param pods the first pods, e.g. {@code 2 pods}; null where nothing is said of any
     * @param why what they say; empty without them
     */
    public record Said(String workload, @Nullable String pods, String why) {}

    /**
     * What the pods of a workload say, or why it has none.
     *
     * @param text for people; empty where nothing is wrong, or where nobody says anything
     * @param since when what the first of it says began, which stays the same while it lasts; null where nothing says so
     */
    public record Report(String text, @Nullable Instant since) {

        /** Nothing is wrong, or nobody says anything. */
        public static final Report NOTHING = new Report("", null);
    }

    /** Takes apart what {@link #of} made, alone or behind {@code "; "} and what is said of the workload. */
    public static Said read(String text) {
        Matcher pods = PODS.matcher(text);
        if (!pods.find() || pods.start() == 0) {
            return new Said(text, null, "");
        }
        String workload = text.substring(0, pods.start());
        String first = pods.group(1);
        int begin = pods.end();
        return new Said(workload, first, text.substring(begin, pods.find() ? pods.start() : text.length()));
    }

    /**
     * What the pods that are not healthy say, most frequent first, each with what an event says of it, e.g. {@code 2 pods: not
     * ready: container app: Readiness probe failed: HTTP probe failed with statuscode: 503}; empty when all are well.
     *
     * @param warnings the warning events about a pod; asked for a few pods only
     */
    public static Report of(List<Manifest> pods, HealthContext context, Function<Manifest, List<Manifest>> warnings) {
        List<Entry<HealthStatus, List<Manifest>>> states = pods.stream()
                .collect(Collectors.groupingBy(
                        pod -> HealthAssessment.of(pod, context), LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .filter(state -> state.getKey().health() != Health.HEALTHY)
                .sorted(Comparator.comparingInt(state -> -state.getValue().size()))
                .limit(MOST_REASONS)
                .toList();
        return new Report(
                states.stream().map(state -> text(state, warnings)).collect(Collectors.joining("; ")),
                states.isEmpty() ? null : UnhealthySince.pods(states.getFirst().getValue()));
    }

    /**
     * Why a workload has no pods, or fewer than it wants, e.g. {@code no new pods: pods "db-0" is forbidden: exceeded quota: ...}; empty
     * where no event says so.
     *
     * @param warnings the warning events about the workload itself, whose controller creates the pods
     */
    public static Report uncreated(List<Manifest> warnings) {
        List<Manifest> events = PodWarnings.uncreated(warnings);
        return events.isEmpty()
                ? Report.NOTHING
                : new Report(UNCREATED + ": " + PodWarnings.message(events.getFirst()), PodWarnings.first(events));
    }

    private static String text(Entry<HealthStatus, List<Manifest>> state, Function<Manifest, List<Manifest>> warnings) {
        List<Manifest> pods = state.getValue();
        return (pods.size() == 1 ? "1 pod: " : pods.size() + " pods: ")
                + state.getKey().message()
                + pods.stream()
                        .limit(ASKED)
                        .map(pod -> PodWarnings.why(state.getKey(), warnings.apply(pod)))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .map(why -> ": " + why)
                        .orElse("");
    }
}
