package io.keelstream.planner.canary;

import io.keelstream.kubernetes.annotation.Labels;
import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the two copies, and how its pods are told from the workload's: one label has the suffix in its value, everywhere
 * where the pods' own labels are selected, and {@link Labels#TRACK} names the copy. Pure.
 */
enum Track {
    CANARY("canary"),
    BASELINE("baseline");

    private final String label;

    Track(String label) {
        this.label = label;
    }

    /** What the label {@link Labels#TRACK} says. */
    String label() {
        return label;
    }

    /** A name, or a label's value, of this copy. */
    String of(String text) {
        return text + "-" + label;
    }

    /** The labels of an object of this copy. */
    Map<String, @Nullable Object> labels(@Nullable Object labels) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(Manifest.map(labels));
        all.put(Labels.TRACK, label);
        return all;
    }

    /** Makes the spec of a Deployment that of this copy, in place. */
    void retrack(Map<String, @Nullable Object> spec, String key) {
        Map<String, @Nullable Object> template = child(spec, "template");
        Map<String, @Nullable Object> metadata = child(template, "metadata");
        String value = String.valueOf(Manifest.map(metadata.get("labels")).get(key));
        Map<String, @Nullable Object> labels = labels(metadata.get("labels"));
        labels.put(key, of(value));
        metadata.put("labels", labels);
        metadata.values().removeIf(each -> each == null);
        reselect(child(spec, "selector"), key, value);
        Map<String, @Nullable Object> pod = child(template, "spec");
        walk(pod.get("affinity"), key, value);
        walk(pod.get("topologySpreadConstraints"), key, value);
    }

    /** Selectors of pods inside the rules of where pods run. */
    private void walk(@Nullable Object node, String key, String value) {
        if (node instanceof List<?>) {
            Manifest.list(node).forEach(each -> walk(each, key, value));
        }
        Manifest.map(node).forEach((name, below) -> {
            if (name.equals("labelSelector")) {
                reselect(Manifest.map(below), key, value);
            } else {
                walk(below, key, value);
            }
        });
    }

    private void reselect(Map<String, @Nullable Object> selector, String key, String value) {
        Map<String, @Nullable Object> labels = Manifest.map(selector.get("matchLabels"));
        if (value.equals(labels.get(key))) {
            labels.put(key, of(value));
        }
        for (Object each : Manifest.list(selector.get("matchExpressions"))) {
            Map<String, @Nullable Object> expression = Manifest.map(each);
            if (key.equals(expression.get("key"))) {
                List<@Nullable Object> values = new ArrayList<>(Manifest.list(expression.get("values")));
                values.replaceAll(one -> value.equals(one) ? of(value) : one);
                expression.put("values", values);
            }
        }
    }

    private static Map<String, @Nullable Object> child(Map<String, @Nullable Object> parent, String name) {
        if (!(parent.get(name) instanceof Map<?, ?>)) {
            parent.put(name, new LinkedHashMap<String, @Nullable Object>());
        }
        return Manifest.map(parent.get(name));
    }
}
