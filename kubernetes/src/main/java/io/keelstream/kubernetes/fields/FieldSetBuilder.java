package io.keelstream.kubernetes.fields;

import io.keelstream.kubernetes.fields.FieldSet.Entry;
import java.util.Arrays;

/**
 * Collects the entries of one level of a {@link FieldSet} in any order. For one use by one thread; a level without
 * members costs nothing.
 */
public final class FieldSetBuilder {

    private static final Entry[] NONE = new Entry[0];

    private Entry[] entries = NONE;
    private int size;

    /** Adds a step: as a member itself or not, with members below it or not. A step without either is not kept. */
    public void add(PathElement step, boolean member, FieldSet below) {
        if (!member && below.isEmpty()) {
            return;
        }
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, Math.max(4, size * 2));
        }
        entries[size++] = new Entry(step, member, below);
    }

    public FieldSet build() {
        if (size == 0) {
            return FieldSet.EMPTY;
        }
        Arrays.sort(entries, 0, size, FieldSets.BY_STEP);
        int n = 0;
        for (int i = 1; i < size; i++) {
            Entry last = entries[n];
            Entry next = entries[i];
            if (last.step().equals(next.step())) {
                FieldSet below = last.below().union(next.below());
                entries[n] = new Entry(last.step(), last.member() || next.member(), below);
            } else {
                entries[++n] = next;
            }
        }
        return new FieldSet(Arrays.copyOf(entries, n + 1));
    }
}
