package io.keelstream.kubernetes.fields;

import io.keelstream.kubernetes.fields.FieldSet.Entry;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The set operations as merges of sorted entries. An entry without members at or below it never stays in a set, and an
 * operand that is the result already is returned itself. Pure; thread-safe.
 */
@SuppressWarnings("ReferenceEquality") // shared subtrees are recognised without a look
final class FieldSets {

    static final Comparator<Entry> BY_STEP = Comparator.comparing(Entry::step);

    private FieldSets() {}

    static FieldSet union(FieldSet left, FieldSet right) {
        if (left == right || right.isEmpty()) {
            return left;
        }
        if (left.isEmpty()) {
            return right;
        }
        Entry[] a = left.array();
        Entry[] b = right.array();
        Entry[] out = new Entry[a.length + b.length];
        int n = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            int order = a[i].step().compareTo(b[j].step());
            if (order < 0) {
                out[n++] = a[i++];
            } else if (order > 0) {
                out[n++] = b[j++];
            } else {
                Entry x = a[i++];
                Entry y = b[j++];
                out[n++] = entry(x, x.member() || y.member(), union(x.below(), y.below()));
            }
        }
        while (i < a.length) {
            out[n++] = a[i++];
        }
        while (j < b.length) {
            out[n++] = b[j++];
        }
        return set(out, n, left);
    }

    static FieldSet intersection(FieldSet left, FieldSet right) {
        if (left == right) {
            return left;
        }
        Entry[] a = left.array();
        Entry[] b = right.array();
        Entry[] out = new Entry[Math.min(a.length, b.length)];
        int n = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            int order = a[i].step().compareTo(b[j].step());
            if (order < 0) {
                i++;
            } else if (order > 0) {
                j++;
            } else {
                Entry x = a[i++];
                Entry y = b[j++];
                boolean member = x.member() && y.member();
                FieldSet below = intersection(x.below(), y.below());
                if (member || !below.isEmpty()) {
                    out[n++] = entry(x, member, below);
                }
            }
        }
        return set(out, n, left);
    }

    static FieldSet difference(FieldSet left, FieldSet right, boolean withBelow) {
        if (left == right) {
            return FieldSet.EMPTY;
        }
        if (left.isEmpty() || right.isEmpty()) {
            return left;
        }
        Entry[] a = left.array();
        Entry[] b = right.array();
        Entry[] out = new Entry[a.length];
        int n = 0;
        int j = 0;
        for (Entry x : a) {
            int order = -1;
            while (j < b.length && (order = x.step().compareTo(b[j].step())) > 0) {
                j++;
            }
            if (j == b.length || order < 0) {
                out[n++] = x;
                continue;
            }
            Entry y = b[j];
            boolean member = x.member() && !y.member();
            FieldSet below = withBelow && y.member() ? FieldSet.EMPTY : difference(x.below(), y.below(), withBelow);
            if (member || !below.isEmpty()) {
                out[n++] = entry(x, member, below);
            }
        }
        return set(out, n, left);
    }

    private static Entry entry(Entry origin, boolean member, FieldSet below) {
        return origin.member() == member && origin.below() == below ? origin : new Entry(origin.step(), member, below);
    }

    private static FieldSet set(Entry[] out, int n, FieldSet origin) {
        if (n == 0) {
            return FieldSet.EMPTY;
        }
        Entry[] before = origin.array();
        if (n == before.length) {
            boolean same = true;
            for (int i = 0; i < n && same; i++) {
                same = out[i] == before[i];
            }
            if (same) {
                return origin;
            }
        }
        return new FieldSet(n == out.length ? out : Arrays.copyOf(out, n));
    }
}
