package io.keelstream.planner.dependency;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.Desired.Requirement;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of a bundle's requirements is not met. One is met when that target is healthy, and applied at the required commit or a later one:
 * health alone would be that of the commit before, as long as the other target has not seen the new one. Pure.
 *
 * @param unmet why each does not count yet, by its target
 * @param cycle the targets that wait for each other, the first one again at the end; empty where nothing unmet leads back
 * @param looked the targets whose read models decide about this: nothing else can change the answer
 */
record Requirements(Map<String, Unmet> unmet, List<String> cycle, Set<String> looked) implements OtherTargets.Answer {

    /** Nothing is required. */
    static final Requirements NONE = new Requirements(Map.of(), List.of(), Set.of());

    private static final String HEALTHY = "Healthy";

    Requirements {
        unmet = Collections.unmodifiableSortedMap(new TreeMap<>(unmet));
        cycle = List.copyOf(cycle);
        looked = Set.copyOf(looked);
    }

    /**
     * One that is not met.
     *
     * @param asks what is asked for, after the name of the other target
     * @param is what the other target is instead, in the same way; the same words as long as nothing changes that matters
     */
    record Unmet(String asks, String is) {}

    /** Looks at the other targets. */
    static Requirements of(String target, Desired desired, ReadModels others) {
        Map<String, Unmet> unmet = new TreeMap<>();
        for (Requirement each : desired.requires()) {
            TargetState state = others.of(each.target());
            String is = whatItIs(each, state, desired.revision());
            if (!is.isEmpty()) {
                unmet.put(each.target(), new Unmet(whatIsAsked(each), is));
            }
        }
        Set<String> looked =
                desired.requires().stream().map(Requirement::target).collect(Collectors.toCollection(HashSet::new));
        List<String> cycle = unmet.keySet().stream()
                .map(each -> wayBack(each, target, others, looked))
                .filter(way -> !way.isEmpty())
                .findFirst()
                .orElse(List.of());
        return new Requirements(unmet, cycle, looked);
    }

    @Override
    public boolean settled() {
        return unmet.isEmpty();
    }

    private static String whatIsAsked(Requirement requirement) {
        NumberedCommit at = requirement.changedAt();
        return at == null ? "to be healthy" : "to be healthy at " + Revision.shortened(at.commit()) + " or later";
    }

    /** Empty where the requirement is met. */
    private static String whatItIs(Requirement requirement, @Nullable TargetState state, Revision dependent) {
        if (state == null) {
            return "is not known";
        }
        Revision applied = state.applied();
        boolean reached = applied != null && reached(requirement.changedAt(), applied, state, dependent);
        if (reached && state.health().equals(HEALTHY)) {
            return "";
        }
        if (state.running()) {
            Instant began = state.deployment().startedAt();
            return "is being applied" + (began == null ? "" : since(began));
        }
        if (applied == null) {
            return "is not applied yet";
        }
        return reached ? "is " + state.health() + since(state.since()) : "is at " + applied.shortCommit();
    }

    private static String since(Instant time) {
        return " since " + time.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Commits of another repository have an order of their own. */
    private static boolean reached(
            @Nullable NumberedCommit required, Revision applied, TargetState state, Revision dependent) {
        return required == null || !applied.repository().equals(dependent.repository()) || state.reached(required);
    }

    /** The shortest way from a target over what it depends on to the one that waits, whose name is also the first; empty without. */
    private static List<String> wayBack(String from, String to, ReadModels others, Set<String> looked) {
        Map<String, String> before = new HashMap<>(Map.of(from, to));
        Deque<String> next = new ArrayDeque<>(List.of(from));
        while (!next.isEmpty()) {
            String at = next.poll();
            if (at.equals(to)) {
                return way(to, before);
            }
            looked.add(at);
            TargetState state = others.of(at);
            for (String each : state == null ? List.<String>of() : state.dependsOn()) {
                if (before.putIfAbsent(each, at) == null) {
                    next.add(each);
                }
            }
        }
        return List.of();
    }

    private static List<String> way(String to, Map<String, String> before) {
        Deque<String> way = new ArrayDeque<>(List.of(to));
        String at = to;
        do {
            at = Objects.requireNonNull(before.get(at), "every target on the way was reached from another one");
            way.addFirst(at);
        } while (!at.equals(to));
        return List.copyOf(way);
    }
}
