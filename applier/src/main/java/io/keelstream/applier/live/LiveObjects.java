package io.keelstream.applier.live;

import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.health.RunToEnd;
import io.keelstream.kubernetes.hold.Hold;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.FieldOwners;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.kubernetes.watch.ShardListener;
import io.keelstream.kubernetes.watch.ShardWatches;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The objects of our shards on one cluster, as the watches and the answers to our own writes show them. An older event never
 * replaces a newer answer: versions of one cluster only grow. Thread-safe.
 */
public final class LiveObjects implements ShardListener, AutoCloseable {

    private final ClusterClient client;
    private final Assessment assessment;
    private final Clock clock;
    private final Consumer<String> ownerChanged;
    private final Map<ObjectReference, LiveObject> objects = new ConcurrentHashMap<>();
    private final ShardWatches watches;
    private final Map<ObjectReference, String> claims = new ConcurrentHashMap<>();
    private final Ends ends = new Ends();
    private volatile @Nullable StopWatch stop;
    private @Nullable String identity;

    /**
     * @param ownerChanged hears the owner mark of every object that changed; must return at once
     */
    @SuppressWarnings("this-escape") // heard of nothing before the first watch
    public LiveObjects(ClusterClient client, Assessment assessment, Clock clock, Consumer<String> ownerChanged) {
        this.client = client;
        this.watches = new ShardWatches(client, Statusless::is, this);
        this.assessment = assessment;
        this.clock = clock;
        this.ownerChanged = ownerChanged;
    }

    /** Says which shards are ours now. Running watches are renewed with the new selector. */
    public synchronized void own(Set<Integer> owned) {
        if (stop == null && !owned.isEmpty()) {
            stop = new StopWatch(client);
        }
        watches.own(owned, () -> {
            ends.keep(owned);
            if (owned.isEmpty()) {
                objects.clear();
            }
        });
    }

    /**
     * Says which cluster this is. Another one under the old name has another history, in which versions start again: what was
     * seen of the old one counts for nothing.
     *
     * @param uid of the namespace {@code kube-system}
     */
    public synchronized void identify(@Nullable String uid) {
        if (uid != null && identity != null && !uid.equals(identity)) {
            watches.renew(() -> {
                objects.clear();
                ends.keep(Set.of());
            });
        }
        identity = uid == null ? identity : uid;
    }

    /** Whether the cluster has said yet if writes are stopped. */
    public boolean stopKnown() {
        StopWatch watch = stop;
        return watch != null && watch.known();
    }

    /** Whether the cluster has said that writes to it are not stopped: before it has, nothing is written. */
    public boolean writable() {
        StopWatch watch = stop;
        return watch != null && watch.known() && !watch.stopped();
    }

    /**
     * Claims an object that is to be created, so that two targets of this process which plan it at the same time do not both
     * believe to have it. To be given back by {@link #unclaim} when the write has ended.
     *
     * @return the mark of whoever has the object or is about to create it; the own mark when the claim holds
     */
    public String claim(ObjectReference reference, String owner) {
        LiveObject known = objects.get(reference);
        if (known != null && !known.owner().isEmpty()) {
            return known.owner();
        }
        String other = claims.putIfAbsent(reference, owner);
        return other == null ? owner : other;
    }

    /** Gives a claim back. */
    public void unclaim(ObjectReference reference, String owner) {
        claims.remove(reference, owner);
    }

    /**
     * What an object that runs to an end came to, where it was seen being deleted: healthy or failed, as Jobs with a time to live
     * are, or missing where it had not reached its end. Null where nobody saw that, as while no process ran.
     */
    public @Nullable HealthStatus end(ObjectReference reference) {
        return ends.of(reference);
    }

    /** Makes sure that the kind is watched; false when the cluster does not serve it (yet). */
    public boolean watch(String apiVersion, GroupKind kind) {
        return switch (client.discovery().find(apiVersion, kind.kind())) {
            case ApiResult.Ok<ResourceType>(ResourceType type) -> {
                watches.watch(type);
                yield true;
            }
            case ApiResult.Failed<ResourceType> failed -> false;
        };
    }

    /** Whether the kind's objects are known completely, so that an absent one does not exist. */
    public boolean complete(GroupKind kind) {
        return watches.complete(kind);
    }

    /** Whether the server does not let us watch the kind, so that whoever waits for its watch waits in vain. */
    public boolean isRefused(GroupKind kind) {
        return watches.refusal(kind) != null;
    }

    /** The server's answer to a write of ours: known before the watch reports it. */
    public void observed(Manifest answer) {
        changed(answer.groupKind(), answer);
    }

    /**
     * Asks the server how the object is now, for whoever cannot wait for the watch. One that is gone is forgotten.
     *
     * @param limit until when
     */
    public Answer ask(ObjectReference reference, Instant limit) {
        LiveObject before = objects.get(reference);
        ClusterClient timed = client.until(limit);
        ApiResult<Manifest> now =
                Statusless.is(reference.groupKind()) ? timed.getMetadata(reference) : timed.get(reference);
        if (now instanceof ApiResult.Ok<Manifest>(Manifest live)) {
            changed(reference.groupKind(), live);
        }
        Answer answer = Answer.of(now);
        if (answer instanceof Answer.Absent && before != null) {
            objects.remove(reference, before);
        }
        return answer;
    }

    /** The live object's uid; null when it is not known. */
    public @Nullable String uid(ObjectReference reference) {
        LiveObject object = objects.get(reference);
        return object == null ? null : object.uid();
    }

    /** Grows with every change of the object; 0 while it is not known. */
    public long version(ObjectReference reference) {
        LiveObject object = objects.get(reference);
        return object == null ? 0 : object.version();
    }

    /** Health now: what depends on time or on the expectation is assessed again. Null when the object is not known. */
    public @Nullable HealthStatus health(ObjectReference reference, Expectation expectation) {
        LiveObject object = objects.get(reference);
        if (object == null) {
            return null;
        }
        Manifest manifest = object.manifest();
        return manifest == null ? object.health() : assessment.of(manifest, expectation, clock.instant());
    }

    /** The object as last seen while it is not healthy; null otherwise. */
    public @Nullable Manifest unhealthy(ObjectReference reference) {
        LiveObject object = objects.get(reference);
        return object == null ? null : object.manifest();
    }

    /** When the object's hold ends; null when it is not held. */
    public @Nullable Instant heldUntil(ObjectReference reference) {
        LiveObject object = objects.get(reference);
        Instant until = object == null ? null : object.holdUntil();
        return until != null && until.isAfter(clock.instant()) ? until : null;
    }

    /** Whether a scaler has taken what we handed over. */
    public boolean handedOver(ObjectReference reference) {
        LiveObject object = objects.get(reference);
        return object != null && object.handedOver();
    }

    @Override
    public synchronized void close() {
        watches.close();
        if (stop != null) {
            stop.close();
            stop = null;
        }
    }

    @Override
    public void listed(GroupKind kind, List<Manifest> listed, String resourceVersion) {
        Set<ObjectReference> present =
                listed.stream().map(object -> reference(kind, object)).collect(Collectors.toSet());
        long version = version(resourceVersion);
        List<Map.Entry<ObjectReference, LiveObject>> gone = objects.entrySet().stream()
                .filter(known -> known.getKey().groupKind().equals(kind)
                        && !present.contains(known.getKey())
                        && known.getValue().version() <= version)
                .toList();
        listed.forEach(object -> changed(kind, object));
        gone.forEach(known -> forget(known.getKey(), known.getValue().owner()));
    }

    @Override
    public void changed(GroupKind kind, Manifest object) {
        ObjectReference reference = reference(kind, object);
        LiveObject seen = seen(object);
        ends.remove(reference);
        objects.merge(reference, seen, (known, fresh) -> fresh.version() >= known.version() ? fresh : known);
        notifyOwner(seen.owner());
    }

    @Override
    public void deleted(GroupKind kind, Manifest object) {
        ObjectReference reference = reference(kind, object);
        long version = version(object.resourceVersion());
        LiveObject present = objects.get(reference);
        boolean replaced = present != null && present.version() > version;
        if (replaced) {
            // Another object is there already: what the old one came to says nothing of it.
            notifyOwner(OwnerMark.on(object));
            return;
        }
        if (RunToEnd.is(object)) {
            ends.put(reference, object, end(object));
        }
        objects.computeIfPresent(reference, (same, known) -> known.version() > version ? known : null);
        notifyOwner(OwnerMark.on(object));
    }

    private HealthStatus end(Manifest object) {
        Instant now = clock.instant();
        return RunToEnd.succeeded(object)
                ? new HealthStatus(Health.HEALTHY, "")
                : RunToEnd.finished(object)
                        ? assessment.of(object, Expectation.strictest(now), now)
                        : new HealthStatus(Health.MISSING, "was deleted before it ended");
    }

    private void forget(ObjectReference reference, String owner) {
        objects.remove(reference);
        notifyOwner(owner);
    }

    private void notifyOwner(String owner) {
        if (!owner.isEmpty()) {
            ownerChanged.accept(owner);
        }
    }

    private LiveObject seen(Manifest object) {
        Instant now = clock.instant();
        HealthStatus health = assessment.of(object, Expectation.strictest(now), now);
        return new LiveObject(
                OwnerMark.on(object),
                object.uid(),
                version(object.resourceVersion()),
                health,
                Hold.until(object, now),
                FieldOwners.replicasTakenOver(object),
                assessment.settled(object, health) ? null : object);
    }

    private static ObjectReference reference(GroupKind kind, Manifest object) {
        return new ObjectReference(kind.group(), kind.kind(), object.namespace(), object.name());
    }

    private static long version(String resourceVersion) {
        try {
            return Long.parseUnsignedLong(resourceVersion);
        } catch (NumberFormatException unversioned) {
            return 0;
        }
    }
}
