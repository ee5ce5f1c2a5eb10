package io.keelstream.planner.cluster;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.ApplyState;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.annotation.Labels;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.OwnerMark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live objects of one cluster that carry our marks, by owner: all that is left to know when the records in Kafka are
 * lost. They are listed once, when a target without an inventory needs them; objects that Keelstream writes later have
 * records. What is said here is as old as that list, so every object is read again before anything is made of it.
 * Thread-safe.
 */
public final class MarkedObjects {

    private static final Logger LOG = LoggerFactory.getLogger(MarkedObjects.class);

    private record Listed(ResourceType type, ApiResult<List<Manifest>> answer) {}

    private final ClusterClient client;
    private final Runnable onFound;
    private volatile @Nullable Map<String, List<InventoryObject>> found;

    MarkedObjects(ClusterClient client, Runnable onFound) {
        this.client = client;
        this.onFound = onFound;
    }

    /** What carries the mark; lists the cluster when that was not done yet. */
    public List<InventoryObject> of(OwnerMark mark) throws InterruptedException {
        Map<String, List<InventoryObject>> known = found;
        return (known == null ? look() : known).getOrDefault(mark.toString(), List.of());
    }

    /** The marks that were found; empty before anybody had to look. */
    public Set<String> owners() {
        Map<String, List<InventoryObject>> known = found;
        return known == null ? Set.of() : known.keySet();
    }

    private synchronized Map<String, List<InventoryObject>> look() throws InterruptedException {
        Map<String, List<InventoryObject>> known = found;
        if (known == null) {
            known = byOwner(list());
            found = known;
            if (!known.isEmpty()) {
                onFound.run();
            }
        }
        return known;
    }

    private List<Listed> list() throws InterruptedException {
        List<ResourceType> types = switch (client.discovery().all()) {
            case ApiResult.Ok<List<ResourceType>>(List<ResourceType> all) -> all;
            case ApiResult.Failed<List<ResourceType>>(ApiError error) -> throw new TransientFailure(error);
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Listed>> futures = new ArrayList<>();
            types.stream()
                    .filter(type -> type.verbs().contains("list"))
                    .forEach(type -> futures.add(
                            threads.submit(() -> new Listed(type, client.listMetadata(type, "", Labels.SHARD)))));
            List<Listed> listed = new ArrayList<>();
            for (Future<Listed> future : futures) {
                listed.add(future.get());
            }
            return listed;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** A kind of the core that cannot be listed means that the cluster is away; another one is left out, and logged. */
    private static Map<String, List<InventoryObject>> byOwner(List<Listed> lists) {
        Map<String, List<InventoryObject>> byOwner = new HashMap<>();
        for (Listed listed : lists) {
            switch (listed.answer()) {
                case ApiResult.Ok<List<Manifest>>(List<Manifest> objects) ->
                    objects.forEach(object -> add(byOwner, listed.type(), object));
                case ApiResult.Failed<List<Manifest>>(ApiError error)
                when error.passes() && listed.type().group().isEmpty() -> throw new TransientFailure(error);
                case ApiResult.Failed<List<Manifest>>(ApiError error) ->
                    LOG.atWarn()
                            .addKeyValue("kind", listed.type().groupKind())
                            .addKeyValue("error", error.message())
                            .log(
                                    "Objects of this kind cannot be listed, so those with an owner mark but without a record are not found");
            }
        }
        return Map.copyOf(byOwner);
    }

    private static void add(Map<String, List<InventoryObject>> byOwner, ResourceType type, Manifest object) {
        String owner = OwnerMark.on(object);
        boolean hook = object.annotation(Annotations.HOOK_RUN) != null;
        if (!owner.isEmpty() && !hook) {
            ObjectReference reference =
                    new ObjectReference(type.group(), type.kind(), object.namespace(), object.name());
            byOwner.computeIfAbsent(owner, absent -> new ArrayList<>())
                    .add(new InventoryObject(
                            reference.toString(),
                            type.apiVersion(),
                            0,
                            null,
                            new ApplyState(object.uid(), null, true, false, null),
                            null));
        }
    }
}
