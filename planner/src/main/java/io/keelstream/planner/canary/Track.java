package io.keelstream.planner.canary;

import io.keelstream.kubernetes.annotation.Labels;
import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One of the two copies, and how its pods differ from the workload's: one label has the suffix in its value, everywhere
 * where the pods' own labels are selected, and {@link Labels#TRACK} names the copy. Pure.
 */
enum Track {
    CANARY("canary"),
    BASELINE("baseline");

    /** The fields of objects of Kubernetes and Istio whose value selects pods by label. */
    static final Set<String> SELECTORS = Set.of("labelSelector", "podSelector", "selector", "workloadSelector");

    /** Where such a selector has labels and their values; the second is Istio's. */
    private static final List<String> EQUALITIES = List.of("matchLabels", "labels");

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
        reselectBelow(pod.get("affinity"), key, value);
        reselectBelow(pod.get("topologySpreadConstraints"), key, value);
    }

    /**
     * Makes every selector of the workload's pods below a node one of the copy's, in place.
     *
     * @return whether there was one
     */
    boolean reselectBelow(@Nullable Object node, String key, String value) {
        boolean found = false;
        for (Object each : Manifest.list(node)) {
            found |= reselectBelow(each, key, value);
        }
        for (Map.Entry<String, @Nullable Object> each : Manifest.map(node).entrySet()) {
            found |= SELECTORS.contains(each.getKey())
                    ? reselect(Manifest.map(each.getValue()), key, value)
                    : reselectBelow(each.getValue(), key, value);
        }
        return found;
    }

    private boolean reselect(Map<String, @Nullable Object> selector, String key, String value) {
        boolean found = false;
        for (String field : EQUALITIES) {
            Map<String, @Nullable Object> labels = Manifest.map(selector.get(field));
            if (value.equals(labels.get(key))) {
                labels.put(key, of(value));
                found = true;
            }
        }
        for (Object each : Manifest.list(selector.get("matchExpressions"))) {
            Map<String, @Nullable Object> expression = Manifest.map(each);
            List<@Nullable Object> values = new ArrayList<>(Manifest.list(expression.get("values")));
            if (key.equals(expression.get("key")) && values.contains(value)) {
                values.replaceAll(one -> value.equals(one) ? of(value) : one);
                expression.put("values", values);
                found = true;
            }
        }
        return found;
    }

    private static Map<String, @Nullable Object> child(Map<String, @Nullable Object> parent, String name) {
        if (!(parent.get(name) instanceof Map<?, ?>)) {
            parent.put(name, new LinkedHashMap<String, @Nullable Object>());
        }
        return Manifest.map(parent.get(name));
    }
}
