package io.keelstream.applier.write;

import io.keelstream.applier.live.LiveObjects;
import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.release.ObjectOutcome.Applied;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.plan.PlannedAction.Adopt;
import io.keelstream.contracts.plan.PlannedAction.Create;
import io.keelstream.contracts.plan.PlannedAction.Ensure;
import io.keelstream.contracts.plan.PlannedAction.Prune;
import io.keelstream.contracts.plan.PlannedAction.Release;
import io.keelstream.contracts.plan.PlannedAction.Replace;
import io.keelstream.contracts.plan.PlannedAction.Unknown;
import io.keelstream.contracts.plan.PlannedAction.Update;
import io.keelstream.contracts.plan.PlannedAction.Write;
import io.keelstream.contracts.inventory.InventoryObject.OwnedFields;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ApplyOptions;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.object.StoredSecret;
import io.keelstream.kubernetes.ownership.AdoptionFold;
import io.keelstream.kubernetes.ownership.ApplyEntry;
import io.keelstream.kubernetes.ownership.FieldManagers;
import io.keelstream.kubernetes.ownership.FieldOwners;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.kubernetes.seal.SealException;
import io.keelstream.kubernetes.seal.SecretUnsealer;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes one desired object to the cluster. Applying the same again is harmless, so an action may be repeated after a
 * crash. Thread-safe.
 */
public final class ObjectWriter {

    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final int FOLDS = 10;
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final ClusterClient client;
    private final LiveObjects live;
    private final @Nullable SecretUnsealer unsealer;
    private final Clock clock;

    /**
     * @param client guarded: writes nothing once the partition is lost
     * @param unsealer null where the installation has no sealing keys
     */
    public ObjectWriter(ClusterClient client, LiveObjects live, @Nullable SecretUnsealer unsealer, Clock clock) {
        this.client = client;
        this.live = live;
        this.unsealer = unsealer;
        this.clock = clock;
    }

    /** Performs the action. */
    public ObjectOutcome write(PlannedAction action, Attempt attempt) throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        if (stopped(attempt)) {
            return Obstacles.stopped(action.reference());
        }
        Instant held = live.heldUntil(reference);
        if (held != null) {
            return Obstacles.held(action.reference(), held);
        }
        @Nullable Manifest body;
        try {
            body = body(action);
        } catch (SealException unreadable) {
            return unsealable(String.valueOf(unreadable.getMessage()), action);
        }
        if (body == null) {
            return unsealable(
                    "it is sealed, and this applier has no key; give it the installation's private key", action);
        }
        return switch (action) {
            case Create create -> create(create, body, attempt);
            case Update update -> apply(update, bound(body, update.uid()), attempt);
            case Adopt adopt -> adopt(adopt, body, attempt);
            case Replace replace -> replace(replace, body, attempt);
            case Ensure ensure -> ensure(reference, body, attempt);
            case Prune prune -> throw noWrite(action);
            case Release release -> throw noWrite(action);
            case Unknown unknown -> throw noWrite(action);
        };
    }

    private static IllegalArgumentException noWrite(PlannedAction action) {
        return new IllegalArgumentException("not a write: " + action);
    }

    private static ObjectOutcome unsealable(String why, PlannedAction action) {
        return new ObjectOutcome.Failed(Reason.UNSEALABLE.problem(why, action.reference()), false);
    }

    /** Gives up what was handed over: the scaler owns it now. */
    public void endHandover(ObjectReference reference, String apiVersion) {
        client.apply(identity(reference, apiVersion), new ApplyOptions(FieldManagers.HANDOVER, false, false));
    }

    /** Whether writes are stopped; waits until the cluster has said so, unless the release is not wanted any more. */
    private boolean stopped(Attempt attempt) throws InterruptedException {
        while (!live.stopKnown() && attempt.wanted().still() && clock.instant().isBefore(attempt.deadline())) {
            attempt.wanted().pause(FIRST_PAUSE_MILLIS);
        }
        return live.stopped() || !live.stopKnown();
    }

    /** Another target may have planned to create the same object at the same time. */
    private ObjectOutcome create(Create action, Manifest body, Attempt attempt) throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        String owner = OwnerMark.on(body);
        String holder = live.claim(reference, owner);
        if (!holder.equals(owner)) {
            return Obstacles.foreign(action.reference(), holder);
        }
        try {
            return apply(action, body, attempt);
        } finally {
            live.unclaim(reference, owner);
        }
    }

    private ObjectOutcome apply(Write action, Manifest body, Attempt attempt) throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        Attempt dryRun = action.preview().predicted() ? attempt.untilServed(clock.instant()) : attempt;
        if (!action.preview().predicted()) {
            live.watch(action.apiVersion(), reference.groupKind());
        }
        if (!action.content().handover().isEmpty()) {
            ApiResult<Manifest> kept = handOver(action, reference, attempt);
            if (kept instanceof ApiResult.Failed<Manifest>(ApiError error)) {
                return Refusal.of(reference, error);
            }
        }
        if (action.preview().predicted() || action.content().sealed()) {
            var options = new ApplyOptions(FieldManagers.KEELSTREAM, attempt.force(), true);
            ApiResult<Manifest> tried = trying(dryRun, () -> client.apply(body, options));
            if (tried instanceof ApiResult.Failed<Manifest>(ApiError error)
                    && !error.message().contains("dry run")) {
                return Refusal.of(reference, error);
            }
        }
        live.watch(action.apiVersion(), reference.groupKind());
        var options = new ApplyOptions(FieldManagers.KEELSTREAM, attempt.force(), false);
        return switch (trying(attempt, () -> client.apply(body, options))) {
            case ApiResult.Ok<Manifest>(Manifest answer) -> applied(answer);
            case ApiResult.Failed<Manifest>(ApiError error) -> Refusal.of(reference, error);
        };
    }

    private Applied applied(Manifest answer) {
        live.observed(answer);
        ApplyEntry entry = ApplyEntry.of(answer);
        return new Applied(
                answer.uid(), entry == null ? null : new OwnedFields(entry.fieldsV1(), entry.time()), false);
    }

    /** Folds what kubectl and others wrote into our entry, so that a field which Git drops later really goes. */
    private ObjectOutcome adopt(Adopt action, Manifest body, Attempt attempt) throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        ApiResult<Manifest> folded = fold(action, reference, attempt);
        for (int tries = 1; tries < FOLDS && changedMeanwhile(folded); tries++) {
            folded = fold(action, reference, attempt);
        }
        return folded instanceof ApiResult.Failed<Manifest>(ApiError error)
                ? Refusal.of(reference, error)
                : apply(action, body, attempt);
    }

    private ApiResult<Manifest> fold(Adopt action, ObjectReference reference, Attempt attempt)
            throws InterruptedException {
        ApiResult<Manifest> read = trying(attempt, () -> client.getMetadata(reference));
        if (!(read instanceof ApiResult.Ok<Manifest>(Manifest current))) {
            return read;
        }
        List<@Nullable Object> folded =
                new AdoptionFold(action.managers()::contains, action.apiVersion()).of(current);
        if (folded == null) {
            return read;
        }
        Map<String, Object> patch =
                Map.of("metadata", Map.of("resourceVersion", current.resourceVersion(), "managedFields", folded));
        return trying(attempt, () -> client.patch(reference, MERGE_PATCH, patch, FieldManagers.KEELSTREAM));
    }

    /** A controller that writes the object's status between our read and our patch only means to read again. */
    private static boolean changedMeanwhile(ApiResult<Manifest> result) {
        return result instanceof ApiResult.Failed<Manifest>(ApiError error) && error.kind() == ApiError.Kind.CONFLICT;
    }

    private ObjectOutcome replace(Replace action, Manifest body, Attempt attempt) throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(action.reference());
        String old = action.uid();
        ApiResult<Manifest> current = trying(attempt, () -> client.getMetadata(reference));
        if (current instanceof ApiResult.Ok<Manifest>(Manifest present)
                && present.uid().equals(old)) {
            live.watch(action.apiVersion(), reference.groupKind());
            ApiResult<Void> deleted = trying(attempt, () -> client.delete(reference, old, true, false));
            if (deleted instanceof ApiResult.Failed<Void>(ApiError error) && error.kind() != ApiError.Kind.NOT_FOUND) {
                return Refusal.of(reference, error);
            }
            while (old.equals(uidNow(reference)) && attempt.wanted().still()) {
                if (clock.instant().isAfter(attempt.deadline())) {
                    return new ObjectOutcome.Failed(
                            Reason.OBJECT_TERMINATING.problem(
                                    "is still being deleted; look at its finalizers",
                                    action.reference()),
                            true);
                }
                attempt.wanted().pause(FIRST_PAUSE_MILLIS);
            }
        }
        return apply(action, body, attempt);
    }

    private String uidNow(ObjectReference reference) {
        return switch (client.getMetadata(reference)) {
            case ApiResult.Ok<Manifest>(Manifest present) -> present.uid();
            case ApiResult.Failed<Manifest>(ApiError error) ->
                error.kind() == ApiError.Kind.NOT_FOUND ? "" : Objects.requireNonNullElse(live.uid(reference), "");
        };
    }

    private ObjectOutcome ensure(ObjectReference reference, Manifest body, Attempt attempt)
            throws InterruptedException {
        return switch (trying(attempt, () -> client.create(body, FieldManagers.KEELSTREAM, false))) {
            case ApiResult.Ok<Manifest>(Manifest answer) -> new Applied(answer.uid(), null, false);
            case ApiResult.Failed<Manifest>(ApiError error) ->
                error.kind() == ApiError.Kind.ALREADY_EXISTS
                        ? new Applied("", null, false)
                        : Refusal.of(reference, error);
        };
    }

    /**
     * Writes the live value under another manager before we stop owning the field, so that it does not vanish. Where the
     * scaler has taken the field meanwhile there is nothing to hand over; its value is never forced.
     */
    private ApiResult<Manifest> handOver(Write action, ObjectReference reference, Attempt attempt)
            throws InterruptedException {
        ApiResult<Manifest> result = handOverOnce(action, reference, attempt);
        for (int tries = 1; tries < FOLDS && changedMeanwhile(result); tries++) {
            result = handOverOnce(action, reference, attempt);
        }
        return result;
    }

    private ApiResult<Manifest> handOverOnce(Write action, ObjectReference reference, Attempt attempt)
            throws InterruptedException {
        ApiResult<Manifest> read = trying(attempt, () -> client.get(reference));
        if (!(read instanceof ApiResult.Ok<Manifest>(Manifest current))) {
            return read;
        }
        Manifest kept = identity(reference, action.apiVersion());
        for (String path : action.content().handover().keySet()) {
            String[] steps = steps(path);
            if (FieldOwners.of(current).onlyOurs(FieldPath.of(steps))) {
                put(kept.tree(), steps, current.at(steps));
            }
        }
        if (kept.spec().isEmpty()) {
            return read;
        }
        var options = new ApplyOptions(FieldManagers.HANDOVER, false, false);
        return trying(attempt, () -> client.apply(kept, options));
    }

    /** The body to send; null where it is sealed and there is no key to unseal it with. */
    private @Nullable Manifest body(PlannedAction action) {
        Manifest body = new Manifest(planned(action));
        boolean sealed = action instanceof Write write && write.content().sealed();
        if (sealed || SecretUnsealer.isSealed(body)) {
            if (unsealer == null) {
                return null;
            }
            body = unsealer.unseal(body);
        }
        return StoredSecret.of(body);
    }

    private static Map<String, @Nullable Object> planned(PlannedAction action) {
        return switch (action) {
            case Write write -> write.content().body();
            case Ensure ensure -> ensure.body();
            case Prune prune -> throw noWrite(action);
            case Release release -> throw noWrite(action);
            case Unknown unknown -> throw noWrite(action);
        };
    }

    /** A body that only the live object with this uid accepts. */
    private static Manifest bound(Manifest body, String uid) {
        Manifest copy = body.copy();
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(copy.metadata());
        metadata.put("uid", uid);
        copy.tree().put("metadata", metadata);
        return copy;
    }

    private static Manifest identity(ObjectReference reference, String apiVersion) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("name", reference.name());
        if (!reference.namespace().isEmpty()) {
            metadata.put("namespace", reference.namespace());
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", apiVersion);
        tree.put("kind", reference.kind());
        tree.put("metadata", metadata);
        return new Manifest(tree);
    }

    private static String[] steps(String path) {
        return path.substring(1).split("/", -1);
    }

    private static void put(Map<String, @Nullable Object> tree, String[] steps, @Nullable Object value) {
        Map<String, @Nullable Object> place = tree;
        for (int i = 0; i < steps.length - 1; i++) {
            place = Manifest.map(
                    place.computeIfAbsent(steps[i], step -> new LinkedHashMap<String, @Nullable Object>()));
        }
        place.put(steps[steps.length - 1], value);
    }

    /** Repeats what failed for a passing reason, with growing pauses, as long as the release wants it. */
    <T> ApiResult<T> trying(Attempt attempt, Supplier<ApiResult<T>> call) throws InterruptedException {
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            ApiResult<T> result = call.get();
            boolean passing =
                    result instanceof ApiResult.Failed<T>(ApiError error) && passing(error, attempt.serving());
            if (!passing || !attempt.wanted().still() || clock.instant().isAfter(attempt.deadline())) {
                return result;
            }
            attempt.wanted().pause(pause);
            pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
        }
    }

    /** A kind whose definition was established a moment ago may not be served yet. */
    private boolean passing(ApiError error, boolean serving) {
        if (error.kind() == ApiError.Kind.NOT_FOUND && serving) {
            client.discovery().refresh();
            return true;
        }
        return error.kind() == ApiError.Kind.TRANSIENT;
    }
}
