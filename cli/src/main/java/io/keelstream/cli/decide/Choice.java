package io.keelstream.cli.decide;

import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.text.Wildcard;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which targets a verb is about.
 *
 * @param pattern what their names match; {@code *} stands for any text
 * @param cluster the cluster that they are in; null for any
 * @param labels labels that their applications have
 */
record Choice(String pattern, @Nullable String cluster, Map<String, String> labels) {

    Choice {
        labels = Map.copyOf(labels);
    }

    /** Whether it is about a target, as far as name and cluster say. */
    boolean names(String name, TargetState target) {
        return Wildcard.matches(pattern, name) && (cluster == null || cluster.equals(target.cluster()));
    }

    /** Whether an application with these labels is meant. */
    boolean labelled(Map<String, String> has) {
        return has.entrySet().containsAll(labels.entrySet());
    }

    /** The choice in words, e.g. {@code production/* in cluster eu with team=payments}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(pattern);
        if (cluster != null) {
            text.append(" in cluster ").append(cluster);
        }
        if (!labels.isEmpty()) {
            text.append(" with ");
            new TreeMap<>(labels)
                    .forEach((key, value) ->
                            text.append(key).append('=').append(value).append(','));
            text.setLength(text.length() - 1);
        }
        return text.toString();
    }
}
