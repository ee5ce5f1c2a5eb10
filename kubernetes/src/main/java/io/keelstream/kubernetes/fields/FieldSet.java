package io.keelstream.kubernetes.fields;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A set of field paths, kept as a tree: each step may itself be a member, and may have members below it. Owning a field
 * does not imply owning what is below or above it. Entries are sorted, so that the set operations are merges of two
 * sorted arrays, and subtrees are shared. Immutable; thread-safe.
 */
public final class FieldSet {

    public static final FieldSet EMPTY = new FieldSet(new Entry[0]);

    private final Entry[] entries;

    /**
     * One step: whether it is in the set itself, and what is in the set below it.
     *
     * @param step the step
     * @param member whether the path that ends here is in the set
     * @param below what is in the set below, relative to here
     */
    public record Entry(PathElement step, boolean member, FieldSet below) {}

    FieldSet(Entry[] sorted) {
        this.entries = sorted;
    }

    /** The set of exactly these paths; the root path is never a member. */
    public static FieldSet of(FieldPath... paths) {
        FieldSet set = EMPTY;
        for (FieldPath path : paths) {
            set = set.union(single(path.steps(), 0));
        }
        return set;
    }

    private static FieldSet single(List<PathElement> steps, int from) {
        if (from >= steps.size()) {
            return EMPTY;
        }
        boolean last = from == steps.size() - 1;
        return new FieldSet(new Entry[] {new Entry(steps.get(from), last, single(steps, from + 1))});
    }

    /** Reads a fieldsV1 tree; throws {@link IllegalArgumentException} naming the step that is malformed. */
    public static FieldSet read(Map<String, @Nullable Object> fieldsV1) {
        return FieldsV1.read(fieldsV1);
    }

    /** The set as a fieldsV1 tree, with the keys in the server's order. */
    public Map<String, @Nullable Object> write() {
        return FieldsV1.write(this);
    }

    public boolean isEmpty() {
        return entries.length == 0;
    }

    /** Number of members. */
    public int size() {
        int size = 0;
        for (Entry entry : entries) {
            size += (entry.member ? 1 : 0) + entry.below.size();
        }
        return size;
    }

    public boolean contains(FieldPath path) {
        FieldSet set = this;
        List<PathElement> steps = path.steps();
        for (int i = 0; i < steps.size(); i++) {
            Entry entry = set.entry(steps.get(i));
            if (entry == null) {
                return false;
            }
            if (i == steps.size() - 1) {
                return entry.member;
            }
            set = entry.below;
        }
        return false;
    }

    /** Whether every member of the other set is in this one. */
    public boolean containsAll(FieldSet other) {
        return other.difference(this).isEmpty();
    }

    /** The entry of a step, or null where nothing at or below it is in the set. */
    public @Nullable Entry entry(PathElement step) {
        int at = Arrays.binarySearch(entries, new Entry(step, false, EMPTY), FieldSets.BY_STEP);
        return at < 0 ? null : entries[at];
    }

    /** The entries in order. */
    public List<Entry> entries() {
        return List.of(entries);
    }

    Entry[] array() {
        return entries;
    }

    /** What is in either set. */
    public FieldSet union(FieldSet other) {
        return FieldSets.union(this, other);
    }

    /** What is in both sets. */
    public FieldSet intersection(FieldSet other) {
        return FieldSets.intersection(this, other);
    }

    /** What is in this set and not in the other; children of a member of the other set stay. */
    public FieldSet difference(FieldSet other) {
        return FieldSets.difference(this, other, false);
    }

    /** As {@link #difference}, but a member of the other set takes everything below it along. */
    public FieldSet differenceWithBelow(FieldSet other) {
        return FieldSets.difference(this, other, true);
    }

    /** Calls for each member, parents before children. */
    public void forEach(Consumer<FieldPath> consumer) {
        visit(FieldPath.ROOT, consumer);
    }

    /** The members in order. */
    public List<FieldPath> paths() {
        List<FieldPath> paths = new ArrayList<>();
        forEach(paths::add);
        return paths;
    }

    private void visit(FieldPath prefix, Consumer<FieldPath> consumer) {
        for (Entry entry : entries) {
            if (entry.member) {
                consumer.accept(prefix.child(entry.step));
            }
        }
        for (Entry entry : entries) {
            if (!entry.below.isEmpty()) {
                entry.below.visit(prefix.child(entry.step), consumer);
            }
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this || (other instanceof FieldSet set && Arrays.equals(entries, set.entries));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(entries);
    }

    /** The members in the server's notation, one per line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        forEach(path -> text.append(text.isEmpty() ? "" : "\n").append(path));
        return text.toString();
    }
}
