package io.keelstream.drift.assessment;

import io.keelstream.contracts.drift.DriftedField;
import io.keelstream.contracts.drift.DriftedField.Change;
import io.keelstream.contracts.drift.DriftedField.Writer;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.ManagedFields;
import io.keelstream.kubernetes.fields.ManagedFieldsEntry;
import io.keelstream.kubernetes.fields.ManagerId;
import io.keelstream.kubernetes.fields.PathElement;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.FieldManagers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fields of one object that are no longer what the applier left. A field that another manager took from us and that has
 * our value again has not drifted. For one use.
 */
final class FieldDrift {

    private static final ManagerId OURS = ManagerId.applier(FieldManagers.KEELSTREAM);
    private static final Comparator<ManagedFieldsEntry> NEWEST =
            Comparator.comparing(ManagedFieldsEntry::time, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final ManagedFields managers;
    private final IgnoredFields ignored;
    private final FieldSet lost;
    private final boolean rewritten;
    private final List<DriftedField> found = new ArrayList<>();

    private FieldDrift(ManagedFields managers, IgnoredFields ignored, FieldSet lost, boolean rewritten) {
        this.managers = managers;
        this.ignored = ignored;
        this.lost = lost;
        this.rewritten = rewritten;
    }

    /** The drifted fields, in the order of the document. */
    static List<DriftedField> of(Expected expected, Live.Present live) {
        ManagedFields managers = ManagedFields.of(live.object());
        FieldSet left = FieldSet.read(Objects.requireNonNull(expected.applied().ownedFields(), "certain"));
        @Nullable ManagedFieldsEntry ours = managers.find(OURS).orElse(null);
        FieldSet now = ours == null ? FieldSet.EMPTY : ours.fields();
        FieldSet lost = left.difference(now);
        boolean rewritten =
                ours != null && !Objects.equals(ours.time(), expected.applied().ownedSince());
        FieldDrift drift = new FieldDrift(managers, expected.rules().ignored(), lost, rewritten);
        Manifest desired = expected.desired();
        drift.compare(
                rewritten ? left : lost,
                FieldPath.ROOT,
                desired == null ? new Place.Unknown() : new Place.Value(desired.tree()),
                new Place.Value(live.object().tree()),
                live.whole());
        drift.added(now.difference(left), FieldPath.ROOT, ours);
        return drift.found;
    }

    private void compare(FieldSet set, FieldPath prefix, Place desired, Place live, boolean whole) {
        for (FieldSet.Entry entry : set.entries()) {
            FieldPath path = prefix.child(entry.step());
            boolean known = whole || !prefix.steps().isEmpty() || isMetadata(entry.step());
            Place is = known ? live.at(entry.step()) : new Place.Unknown();
            Place shall = known ? desired.at(entry.step()) : new Place.Unknown();
            boolean leaf = entry.below().isEmpty();
            if (entry.member() && (leaf || is instanceof Place.Nothing)) {
                field(path, shall, is);
            } else {
                compare(entry.below(), path, shall, is, true);
            }
        }
    }

    private void field(FieldPath path, Place shall, Place is) {
        boolean taken = lost.contains(path);
        boolean differs = switch (is) {
            case Place.Nothing nothing -> taken || shall instanceof Place.Value;
            case Place.Unknown unknown -> taken || rewritten;
            case Place.Value(Object value) ->
                shall instanceof Place.Value(Object wanted) ? !Values.equal(path, wanted, value) : taken;
        };
        if (differs && !ignored.contains(path.pointer())) {
            boolean removed = is instanceof Place.Nothing;
            @Nullable ManagedFieldsEntry owner = removed ? null : owner(path, taken);
            Change change = removed || (is instanceof Place.Unknown && owner == null) ? Change.REMOVED : Change.CHANGED;
            add(path, change, owner, Values.shown(path, is), Values.shown(path, shall));
        }
    }

    /** Whether another manager than our own applier certainly changed it. */
    static boolean byAnotherManager(DriftedField field) {
        return field.manager() != null && !field.manager().equals(FieldManagers.KEELSTREAM);
    }

    private void added(FieldSet set, FieldPath prefix, @Nullable ManagedFieldsEntry ours) {
        for (FieldSet.Entry entry : set.entries()) {
            FieldPath path = prefix.child(entry.step());
            if (!entry.member()) {
                added(entry.below(), path, ours);
            } else if (!ignored.contains(path.pointer())) {
                add(path, Change.ADDED, ours, null, null);
            }
        }
    }

    /** Who owns a field that we lost; who wrote under our name where we still own it. */
    private @Nullable ManagedFieldsEntry owner(FieldPath path, boolean taken) {
        if (!taken && rewritten) {
            return managers.find(OURS).orElse(null);
        }
        return managers.owners(path).stream()
                .filter(entry -> !entry.id().equals(OURS))
                .max(NEWEST)
                .orElse(null);
    }

    private void add(
            FieldPath path,
            Change change,
            @Nullable ManagedFieldsEntry owner,
            @Nullable String live,
            @Nullable String desired) {
        found.add(new DriftedField(
                path.pointer(), change, owner == null ? Writer.UNKNOWN : writer(owner), live, desired));
    }

    private static Writer writer(ManagedFieldsEntry owner) {
        return new Writer(
                owner.manager(),
                owner.operation().text(),
                owner.subresource().isEmpty() ? null : owner.subresource(),
                owner.time());
    }

    private static boolean isMetadata(PathElement step) {
        return step.equals(new PathElement.Field("metadata"));
    }
}
