package io.keelstream.kubernetes.merge;

import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.ManagedFields;
import io.keelstream.kubernetes.fields.ManagerId;
import io.keelstream.kubernetes.fields.Operation;
import io.keelstream.kubernetes.fields.Scalars;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.schema.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Server-side apply for the objects of one kind, and the bookkeeping of managedFields for every other write. The rules are
 * those of Kubernetes' structured-merge-diff v6, without conversion: fields recorded in another version of the same group
 * are taken to be the same fields. Defaults and the kind's own validation are the caller's. Immutable; thread-safe.
 */
@SuppressWarnings("ReferenceEquality") // an untouched live object is handed back itself
public final class ServerSideApply {

    /** The manager that gets everything that was there before the first write that was tracked. */
    private static final String BEFORE_FIRST_APPLY = "before-first-apply";

    private final Schema schema;
    private final FieldSet ignored;

    /**
     * @param schema the kind's type
     * @param ignored fields that a write of this kind cannot change and that nobody comes to own by it, with everything
     *     below: {@code status} for writes to an object with a status subresource
     */
    public ServerSideApply(Schema schema, FieldSet ignored) {
        this.schema = schema;
        this.ignored = ignored;
    }

    /**
     * Applies a manager's configuration.
     *
     * @param live the object with its managedFields; null where it does not exist
     * @param applied the configuration: everything that the manager wants, without managedFields
     * @param force take over fields that others own instead of refusing
     */
    public ApplyResult apply(@Nullable Manifest live, Manifest applied, FieldWriter writer, boolean force) {
        List<Violation> violations = Validation.check(schema, applied.tree(), false);
        if (!violations.isEmpty()) {
            return new ApplyResult.Invalid(violations);
        }
        Manifest base = live == null ? ObjectTrees.nothing(schema, applied) : live;
        Map<String, @Nullable Object> before = ObjectTrees.withoutManagedFields(base);
        List<Violation> broken = Validation.check(schema, before, true);
        if (!broken.isEmpty()) {
            return new ApplyResult.Invalid(broken);
        }
        ManagedFields recorded;
        try {
            recorded = ManagedFields.of(base);
        } catch (IllegalArgumentException e) {
            return new ApplyResult.Invalid(List.of(new Violation(
                    FieldPath.of("metadata", "managedFields"), "failed to decode managed fields: " + e.getMessage())));
        }
        Start start = new Start(base, before, recorded, live == null);
        return merge(start, applied, new Request(writer, applied.apiVersion(), force));
    }

    /** What a write starts from. */
    private record Start(Manifest live, Map<String, @Nullable Object> tree, ManagedFields recorded, boolean isNew) {}

    private record Request(FieldWriter writer, String apiVersion, boolean force) {
        ManagerId id(Operation operation) {
            return operation == Operation.APPLY
                    ? new ManagerId(writer.manager(), operation, "", writer.subresource())
                    : new ManagerId(writer.manager(), operation, apiVersion, writer.subresource());
        }
    }

    private ApplyResult merge(Start start, Manifest applied, Request request) {
        Map<String, @Nullable Object> before = start.tree;
        boolean untracked = start.recorded.isEmpty() && !start.isNew;
        ManagedFields recorded = untracked ? firstOwners(applied, before, request.writer) : start.recorded;
        Ownership owners = new Ownership(recorded, schema);
        ManagerId id = request.id(Operation.APPLY);
        FieldSet last = owners.of(id);
        FieldSet claimed = OwnedFields.of(schema, applied.tree()).differenceWithBelow(ignored);
        owners.remove(id);
        FieldSet managed = owners.all().union(claimed);
        Object merged = Merging.merge(schema, before, applied.tree());
        merged = Pruning.prune(schema, merged, last, claimed, managed);
        Map<String, @Nullable Object> after = Manifest.map(merged);
        Comparison comparison = Comparison.of(schema, before, after).without(ignored);
        List<FieldConflict> conflicts = request.force ? List.of() : owners.conflicts(comparison, id);
        if (!conflicts.isEmpty()) {
            return new ApplyResult.Conflicts(conflicts);
        }
        owners.take(comparison);
        recorded.find(id).ifPresent(owners::restore);
        owners.put(id, request.apiVersion, claimed);
        if (!Scalars.equal(before, after)) {
            owners.touch(id, request.writer.now());
        }
        ManagedFields result = owners.result();
        boolean same = Scalars.equal(before, after) && ObjectTrees.sameOwners(start.recorded, result);
        return same && !start.isNew
                ? new ApplyResult.Applied(start.live, false)
                : new ApplyResult.Applied(ObjectTrees.withManagedFields(after, result), true);
    }

    /**
     * Records who owns what after a create, an update or a patch.
     *
     * @param live the object before; null for a create
     * @param wanted the object as it will be stored, after defaults. Its managedFields are what the request said: absent
     *     keeps the live ones, an empty list gives all ownership up
     */
    public Manifest update(@Nullable Manifest live, Manifest wanted, FieldWriter writer) {
        ManagedFields recorded = ObjectTrees.recorded(live, wanted, writer.subresource());
        Map<String, @Nullable Object> after = ObjectTrees.withoutManagedFields(wanted);
        boolean untracked = recorded.isEmpty() && live != null && !live.uid().isEmpty();
        if (untracked) {
            return ObjectTrees.withManagedFields(after, ManagedFields.NONE);
        }
        Manifest base = live == null ? ObjectTrees.nothing(schema, wanted) : live;
        Map<String, @Nullable Object> before = ObjectTrees.withoutManagedFields(base);
        ManagedFields owners = changed(recorded, before, after, new Request(writer, wanted.apiVersion(), true));
        return settle(base, ObjectTrees.withManagedFields(after, UpdateLimit.apply(owners)));
    }

    private ManagedFields changed(
            ManagedFields recorded,
            Map<String, @Nullable Object> before,
            Map<String, @Nullable Object> after,
            Request request) {
        Comparison comparison = Comparison.of(schema, before, after).without(ignored);
        ManagerId id = request.id(Operation.UPDATE);
        Ownership owners = new Ownership(recorded, schema);
        // the writer loses what he changes too, and gets it back with the new time
        owners.take(comparison);
        FieldSet gained = ObjectTrees.ownable(comparison.modified().union(comparison.added()));
        if (!gained.isEmpty()) {
            owners.put(id, request.apiVersion, owners.of(id).union(gained));
            owners.touch(id, request.writer.now());
        }
        return owners.result();
    }

    private ManagedFields firstOwners(Manifest applied, Map<String, @Nullable Object> live, FieldWriter writer) {
        FieldWriter first = new FieldWriter(BEFORE_FIRST_APPLY, writer.subresource(), writer.now());
        Map<String, @Nullable Object> nothing =
                ObjectTrees.nothing(schema, applied).tree();
        return changed(ManagedFields.NONE, nothing, live, new Request(first, applied.apiVersion(), true));
    }

    /**
     * The written object, or the live one where they differ in nothing but times of managedFields: a write that changes
     * nothing leaves no trace. To be asked again by whoever changes the object after this (defaults, admission).
     */
    public static Manifest settle(Manifest live, Manifest written) {
        boolean same = Scalars.equal(ObjectTrees.withoutManagedFields(live), ObjectTrees.withoutManagedFields(written))
                && ObjectTrees.sameOwners(live, written);
        return same ? live : written;
    }
}
