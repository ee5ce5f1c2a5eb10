package io.keelstream.canary.increments;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One series of the source. Immutable.
 *
 * @param labels its labels
 * @param samples raw, in the order of their times
 */
public record Series(Map<String, String> labels, List<Sample> samples) {

    public Series {
        labels = Map.copyOf(labels);
        samples = PackedSamples.copyOf(samples);
    }

    /** The pod it belongs to; empty where the source does not say. */
    public String pod() {
        return labels.getOrDefault("pod", "");
    }

    /** The same for a series of a proxy, whose pod is not one of an arm: pods are not distinguished. */
    public Series ofProxy() {
        Map<String, String> others = new TreeMap<>(labels);
        String proxy = others.remove("pod");
        if (proxy != null) {
            others.putIfAbsent("instance", proxy);
        }
        return new Series(others, samples);
    }

    /** The same, of a pod. */
    Series ofPod(String pod) {
        Map<String, String> others = new TreeMap<>(labels);
        others.put("pod", pod);
        return new Series(others, samples);
    }

    /** The address without its port that it was scraped from; empty where the source does not say. */
    String host() {
        String instance = label("instance");
        int port = instance.lastIndexOf(':');
        return port < 0 ? instance : instance.substring(0, port);
    }

    /** What was scraped to get it: all series of one scrape share it. */
    String scraped() {
        return label("job") + "\n" + label("instance") + "\n" + pod();
    }

    /** Its samples within a span that can be values of a counter. */
    Series within(Span span) {
        return samples.stream().allMatch(sample -> countsIn(span, sample))
                ? this
                : new Series(
                        labels,
                        samples.stream()
                                .filter(sample -> countsIn(span, sample))
                                .toList());
    }

    private static boolean countsIn(Span span, Sample sample) {
        return sample.atMillis() > span.from()
                && sample.atMillis() <= span.to()
                && sample.value() >= 0
                && sample.value() < Double.POSITIVE_INFINITY;
    }

    private String label(String name) {
        return labels.getOrDefault(name, "");
    }
}
