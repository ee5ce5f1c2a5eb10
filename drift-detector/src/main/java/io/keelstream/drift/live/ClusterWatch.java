package io.keelstream.drift.live;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.drift.assessment.Live;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.client.Watch;
import io.keelstream.kubernetes.client.WatchRequest;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.watch.ShardListener;
import io.keelstream.kubernetes.watch.ShardWatches;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One cluster: a metadata watch per kind that some inventory names, limited to the shards this instance owns. An event that
 * concerns none of our fields is dropped. Thread-safe.
 */
public final class ClusterWatch implements ShardListener, AutoCloseable {

    private static final int READS_AT_ONCE = 32;
    private static final GroupKind SECRET = new GroupKind("", "Secret");

    /**
     * What of a target is watched.
     *
     * @param unserved kinds that the cluster does not serve: their objects cannot exist
     * @param unreadable kinds that the server does not let us see, with what it says: nothing is known of their objects
     * @param certain whether it is known of every kind whether the cluster serves it; otherwise ask again
     */
    public record Coverage(Set<GroupKind> unserved, Map<GroupKind, String> unreadable, boolean certain) {

        public Coverage {
            unserved = Set.copyOf(unserved);
            unreadable = Map.copyOf(unreadable);
        }
    }

    /** Hears which managed object may have drifted; must return at once. */
    @FunctionalInterface
    public interface CandidateListener {
        void candidate(String target, String reference);
    }

    private final ClusterClient client;
    private final CandidateListener onCandidate;
    private final Map<ObjectReference, LiveObject> objects = new ConcurrentHashMap<>();
    private final Map<ObjectReference, String> targets = new ConcurrentHashMap<>();
    private final Map<String, Set<ObjectReference>> expected = new HashMap<>();
    private final ShardWatches watches;
    private final Autoscalers autoscalers;
    private final Semaphore reads = new Semaphore(READS_AT_ONCE);
    private @Nullable Watch scaling;

    /** @param onCandidate hears of objects that some target's inventory names */
    @SuppressWarnings("this-escape") // heard of nothing before the first watch
    public ClusterWatch(ClusterClient client, CandidateListener onCandidate) {
        this.client = client;
        this.watches = new ShardWatches(client, kind -> true, this);
        this.onCandidate = onCandidate;
        this.autoscalers = new Autoscalers(this::candidate);
    }

    /** Says which shards are ours now. Running watches are renewed with the new selector. */
    public synchronized void own(Set<Integer> owned) {
        watches.own(owned, objects::clear);
    }

    /**
     * Says what a target consists of here: its kinds are watched, and kinds that no inventory names are no longer watched.
     *
     * @return which of its kinds are not watched
     */
    public synchronized Coverage expect(String target, Set<ObjectReference> references) {
        Set<ObjectReference> before = expected.getOrDefault(target, Set.of());
        Set<GroupKind> kinds =
                references.stream().map(ObjectReference::groupKind).collect(Collectors.toSet());
        if (before.equals(references) && watches.kinds().containsAll(kinds)) {
            return new Coverage(Set.of(), unreadable(kinds), true);
        }
        before.stream().filter(each -> !references.contains(each)).forEach(each -> targets.remove(each, target));
        references.forEach(each -> targets.put(each, target));
        if (references.isEmpty()) {
            expected.remove(target);
        } else {
            expected.put(target, Set.copyOf(references));
        }
        Set<GroupKind> unserved = new HashSet<>();
        boolean certain = true;
        for (GroupKind kind : kinds) {
            ApiError refusal = watch(kind);
            if (refusal != null) {
                boolean unknown = refusal.kind() == ApiError.Kind.NOT_FOUND;
                certain &= unknown;
                if (unknown) {
                    unserved.add(kind);
                }
            }
        }
        Set<GroupKind> named =
                targets.keySet().stream().map(ObjectReference::groupKind).collect(Collectors.toSet());
        watches.kinds().stream().filter(kind -> !named.contains(kind)).forEach(this::stop);
        return new Coverage(unserved, unreadable(kinds), certain);
    }

    private Map<GroupKind, String> unreadable(Set<GroupKind> kinds) {
        Map<GroupKind, String> unreadable = new HashMap<>();
        for (GroupKind kind : kinds) {
            String refusal = watches.refusal(kind);
            if (refusal != null) {
                unreadable.put(kind, refusal);
            }
        }
        return unreadable;
    }

    /** Whether the kind's objects are known completely. */
    public boolean complete(ObjectReference reference) {
        return watches.complete(reference.groupKind());
    }

    /** Whether the watch shows the object exactly as the applier left it. */
    public boolean untouched(ObjectReference reference, InventoryObject applied) {
        LiveObject live = objects.get(reference);
        return live != null
                && !live.special()
                && applied.ownedFields() != null
                && live.uid().equals(applied.uid())
                && live.ours().equals(LiveObject.entry(applied.ownedFields(), applied.ownedSince()));
    }

    /** Whether an autoscaler of the cluster governs the workload's replicas. */
    public boolean scaled(ObjectReference workload) {
        return autoscalers.scale(workload);
    }

    /** Reads one object now: whole, or metadata alone where the body is secret. */
    public ApiResult<Live> read(ObjectReference reference) throws InterruptedException {
        boolean whole = !reference.groupKind().equals(SECRET);
        reads.acquire();
        ApiResult<Manifest> answer;
        try {
            answer = whole ? client.get(reference) : client.getMetadata(reference);
        } finally {
            reads.release();
        }
        return switch (answer) {
            case ApiResult.Ok<Manifest>(Manifest object) -> new ApiResult.Ok<>(new Live.Present(object, whole));
            case ApiResult.Failed<Manifest>(ApiError error) ->
                error.kind() == ApiError.Kind.NOT_FOUND
                        ? new ApiResult.Ok<>(new Live.Absent())
                        : new ApiResult.Failed<>(error);
        };
    }

    @Override
    public synchronized void close() {
        watches.close();
        if (scaling != null) {
            scaling.close();
            scaling = null;
        }
    }

    /** Opens the kind's watch if it is not open; says why where it cannot be opened. */
    private @Nullable ApiError watch(GroupKind kind) {
        if (watches.idle() || watches.kinds().contains(kind)) {
            return null;
        }
        return switch (client.discovery().preferred(kind)) {
            case ApiResult.Failed<ResourceType>(ApiError error) -> error;
            case ApiResult.Ok<ResourceType>(ResourceType type) -> {
                if (scaling == null) {
                    scaling = client.watch(new WatchRequest(ResourceType.AUTOSCALERS, "", "", false), autoscalers);
                }
                watches.watch(type);
                yield null;
            }
        };
    }

    private void stop(GroupKind kind) {
        watches.stop(kind);
        forget(kind);
    }

    private void forget(GroupKind kind) {
        objects.keySet().removeIf(reference -> reference.groupKind().equals(kind));
    }

    @Override
    public void listed(GroupKind kind, List<Manifest> listed, String resourceVersion) {
        Map<ObjectReference, LiveObject> fresh = new HashMap<>();
        listed.forEach(object -> fresh.put(reference(kind, object), LiveObject.of(object)));
        objects.keySet().removeIf(reference -> reference.groupKind().equals(kind) && !fresh.containsKey(reference));
        objects.putAll(fresh);
    }

    /** Every managed object of the kind is looked at again: also what happened without a watch. */
    @Override
    public void completed(GroupKind kind) {
        allCandidates(kind);
    }

    /** The kind is no longer known: its targets report that. */
    @Override
    public void refused(GroupKind kind) {
        forget(kind);
        allCandidates(kind);
    }

    private void allCandidates(GroupKind kind) {
        targets.keySet().stream()
                .filter(reference -> reference.groupKind().equals(kind))
                .forEach(this::candidate);
    }

    @Override
    public void changed(GroupKind kind, Manifest object) {
        ObjectReference reference = reference(kind, object);
        LiveObject seen = LiveObject.of(object);
        LiveObject known = objects.put(reference, seen);
        if (known == null || !known.same(seen)) {
            candidate(reference);
        }
    }

    @Override
    public void deleted(GroupKind kind, Manifest object) {
        ObjectReference reference = reference(kind, object);
        objects.remove(reference);
        candidate(reference);
    }

    private void candidate(ObjectReference reference) {
        String target = targets.get(reference);
        if (target != null) {
            onCandidate.candidate(target, reference.toString());
        }
    }

    private static ObjectReference reference(GroupKind kind, Manifest object) {
        return new ObjectReference(kind.group(), kind.kind(), object.namespace(), object.name());
    }
}
