package io.keelstream.canary.increments;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Pods of one metric that several scrapes cover, each with the labels of those. Immutable.
 *
 * @param once those whose scrapes agree: they are counted once
 * @param contradicted those whose scrapes disagree: they are left out
 */
public record Doubled(SortedMap<String, String> once, SortedMap<String, String> contradicted) {

    public Doubled {
        once = Collections.unmodifiableSortedMap(new TreeMap<>(once));
        contradicted = Collections.unmodifiableSortedMap(new TreeMap<>(contradicted));
    }
}
