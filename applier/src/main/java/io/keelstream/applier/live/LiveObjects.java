package io.keelstream.applier.live;

import io.keelstream.kubernetes.annotation.Labels;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.client.WatchRequest;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.health.RunToEnd;
import io.keelstream.kubernetes.hold.Hold;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.FieldOwners;
import io.keelstream.kubernetes.ownership.OwnerMark;
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
 * One cluster as the watches show it: one list+watch per kind, limited to the shards this instance owns. An older event
 * never replaces a newer answer: versions of one cluster only grow. Thread-safe.
 */
public final class LiveObjects implements AutoCloseable {

    /** Kinds without a status worth waiting for: their bodies are not fetched at all. */
    private static final Set<String> METADATA_ONLY = Set.of(
            "ConfigMap",
            "Secret",
            "ServiceAccount",
            "Role.rbac.authorization.k8s.io",
            "RoleBinding.rbac.authorization.k8s.io",
            "ClusterRole.rbac.authorization.k8s.io",
            "ClusterRoleBinding.rbac.authorization.k8s.io",
            "NetworkPolicy.networking.k8s.io",
            "PriorityClass.scheduling.k8s.io");

    private final ClusterClient client;
    private final Assessment assessment;
    private final Clock clock;
    private final Consumer<String> ownerChanged;
    private final Map<ObjectReference, LiveObject> objects = new ConcurrentHashMap<>();
    private final Map<ResourceType, KindWatch> watches = new ConcurrentHashMap<>();
    private final Map<ObjectReference, String> claims = new ConcurrentHashMap<>();
    private final Set<ObjectReference> ended = ConcurrentHashMap.newKeySet();
    private Set<Integer> shards = Set.of();
    private volatile @Nullable StopWatch stop;
    private @Nullable String identity;

    /**
     * @param ownerChanged hears the owner mark of every object that changed; must return at once
     */
    public LiveObjects(ClusterClient client, Assessment assessment, Clock clock, Consumer<String> ownerChanged) {
        this.client = client;
        this.assessment = assessment;
        this.clock = clock;
        this.ownerChanged = ownerChanged;
    }

    /** Says which shards are ours now. Running watches are renewed with the new selector. */
    public synchronized void own(Set<Integer> owned) {
        if (shards.equals(owned)) {
            return;
        }
        shards = Set.copyOf(owned);
        if (stop == null && !shards.isEmpty()) {
            stop = new StopWatch(client);
        }
        restart();
    }

    /**
     * Says which cluster this is. Another one under the old name has another history, in which versions begin anew: what was
     * seen of the old one counts for nothing.
     *
     * @param uid of the namespace {@code kube-system}
     */
    public synchronized void identify(@Nullable String uid) {
        if (uid != null && identity != null && !uid.equals(identity)) {
            objects.clear();
            ended.clear();
            restart();
        }
        identity = uid == null ? identity : uid;
    }

    private synchronized void restart() {
        Set<ResourceType> types = Set.copyOf(watches.keySet());
        watches.values().forEach(KindWatch::close);
        watches.clear();
        if (shards.isEmpty()) {
            objects.clear();
        } else {
            types.forEach(this::start);
        }
    }

    /** Whether the cluster has said yet if writes are stopped. */
    public boolean stopKnown() {
        StopWatch watch = stop;
        return watch != null && watch.known();
    }

    /** Whether a person stopped all writes to this cluster. */
    public boolean stopped() {
        StopWatch watch = stop;
        return watch != null && watch.stopped();
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

    /** Whether the object ran to its end well and was deleted then, as Jobs with a time to live are. */
    public boolean ended(ObjectReference reference) {
        return ended.contains(reference);
    }

    /** Makes sure that the kind is watched; false when the cluster does not serve it (yet). */
    public boolean watch(String apiVersion, GroupKind kind) {
        return switch (client.discovery().find(apiVersion, kind.kind())) {
            case ApiResult.Ok<ResourceType>(ResourceType type) -> {
                ensure(type);
                yield true;
            }
            case ApiResult.Failed<ResourceType> failed -> false;
        };
    }

    /** Whether the kind's objects are known completely, so that an absent one does not exist. */
    public boolean complete(GroupKind kind) {
        return watches.entrySet().stream()
                .anyMatch(watch -> watch.getKey().groupKind().equals(kind)
                        && watch.getValue().watch().synced());
    }

    /** The server's answer to a write of ours: known before the watch tells it. */
    public void observed(Manifest answer) {
        accept(answer);
    }

    /** The live object's uid; null when it is not known. */
    public @Nullable String uid(ObjectReference reference) {
        LiveObject object = objects.get(reference);
        return object == null ? null : object.uid();
    }

    /** Health now: what depends on time or on the expectation is judged anew. Null when the object is not known. */
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
        watches.values().forEach(KindWatch::close);
        watches.clear();
        if (stop != null) {
            stop.close();
            stop = null;
        }
    }

    private synchronized void ensure(ResourceType type) {
        if (!shards.isEmpty() && !watches.containsKey(type)) {
            start(type);
        }
    }

    private void start(ResourceType type) {
        String selector = Labels.shards(shards);
        boolean metadataOnly = METADATA_ONLY.contains(type.groupKind().toString());
        KindWatch watch = new KindWatch(this, type.groupKind());
        watch.opened(client.watch(new WatchRequest(type, "", selector, metadataOnly), watch));
        watches.put(type, watch);
    }

    /** Everything of the kind at one moment: what is not listed is gone. */
    void replace(GroupKind kind, List<Manifest> listed, String resourceVersion) {
        Set<ObjectReference> present =
                listed.stream().map(object -> reference(kind, object)).collect(Collectors.toSet());
        long version = version(resourceVersion);
        List<LiveObject> gone = objects.values().stream()
                .filter(object -> object.reference().groupKind().equals(kind)
                        && !present.contains(object.reference())
                        && object.version() <= version)
                .toList();
        listed.forEach(object -> accept(kind, object));
        gone.forEach(object -> forget(object.reference(), object.owner()));
    }

    void accept(GroupKind kind, Manifest object) {
        ObjectReference reference = reference(kind, object);
        LiveObject seen = seen(reference, object);
        ended.remove(reference);
        objects.merge(reference, seen, (known, fresh) -> fresh.version() >= known.version() ? fresh : known);
        tell(seen.owner());
    }

    void gone(GroupKind kind, Manifest object) {
        ObjectReference reference = reference(kind, object);
        long version = version(object.resourceVersion());
        if (RunToEnd.succeeded(object)) {
            ended.add(reference);
        }
        objects.computeIfPresent(reference, (same, known) -> known.version() > version ? known : null);
        tell(OwnerMark.on(object));
    }

    private void accept(Manifest object) {
        accept(object.groupKind(), object);
    }

    private void forget(ObjectReference reference, String owner) {
        objects.remove(reference);
        tell(owner);
    }

    private void tell(String owner) {
        if (!owner.isEmpty()) {
            ownerChanged.accept(owner);
        }
    }

    private LiveObject seen(ObjectReference reference, Manifest object) {
        Instant now = clock.instant();
        HealthStatus health = assessment.of(object, Expectation.strictest(now), now);
        return new LiveObject(
                reference,
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
