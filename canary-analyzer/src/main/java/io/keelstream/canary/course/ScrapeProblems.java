package io.keelstream.canary.course;

import io.keelstream.canary.increments.Doubled;
import io.keelstream.contracts.revision.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** What people have to know about pods that several scrapes cover. Stateless. */
final class ScrapeProblems {

    private static final String DISAGREE = "ScrapesDisagree";
    private static final int NAMED = 3;

    private ScrapeProblems() {}

    /** The pods that are left out because their scrapes disagree; nothing ends well with one. */
    static List<Problem> contradictions(SortedMap<String, Doubled> doubled) {
        List<Problem> problems = new ArrayList<>();
        doubled.forEach((metric, pods) -> {
            if (!pods.contradicted().isEmpty()) {
                problems.add(new Problem(
                        DISAGREE,
                        "metric '%s': several scrapes cover %s and count differently, so these pods are left out. Restrict the query to one scrape, for example by job"
                                .formatted(metric, named(pods.contradicted())),
                        metric));
            }
        });
        return problems;
    }

    /** Those of some problems that are contradictions. */
    static List<Problem> contradictions(List<Problem> problems) {
        return problems.stream()
                .filter(problem -> problem.reason().equals(DISAGREE))
                .toList();
    }

    /** The pods that are counted once though several scrapes cover them. */
    static List<Problem> notes(SortedMap<String, Doubled> doubled) {
        List<Problem> notes = new ArrayList<>();
        doubled.forEach((metric, pods) -> {
            if (!pods.once().isEmpty()) {
                notes.add(new Problem(
                        "ScrapedTwice",
                        "metric '%s': several scrapes cover %s; each pod is counted once"
                                .formatted(metric, named(pods.once())),
                        metric));
            }
        });
        return notes;
    }

    private static String named(SortedMap<String, String> pods) {
        String first = pods.entrySet().stream()
                .limit(NAMED)
                .map(pod -> (pod.getKey().isEmpty() ? "an arm" : pod.getKey()) + " (" + pod.getValue() + ")")
                .collect(Collectors.joining(", "));
        return pods.size() > NAMED ? first + " and " + (pods.size() - NAMED) + " more" : first;
    }
}
