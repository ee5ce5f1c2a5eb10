package io.keelstream.e2e.system;

import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ApplyOptions;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cluster's objects in the hands of a person: reads them, and changes them as kubectl would. Thread-safe. */
public final class LiveCluster implements AutoCloseable {

    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String PERSON = "kubectl-edit";

    private final ClusterClient client;

    private LiveCluster(ClusterClient client) {
        this.client = client;
    }

    /** Connects with the kubeconfig's current context. */
    public static LiveCluster open(Path kubeconfig) {
        return new LiveCluster(Clusters.open(ClusterSettings.of("test", kubeconfig), new SimpleMeterRegistry()));
    }

    /** The connection itself. */
    public ClusterClient client() {
        return client;
    }

    /** An object that must be there. */
    public Manifest get(String reference) {
        return client.get(ObjectReference.parse(reference)).orThrow();
    }

    public boolean exists(String reference) {
        return switch (client.getMetadata(ObjectReference.parse(reference))) {
            case ApiResult.Ok<Manifest> ok -> true;
            case ApiResult.Failed<Manifest>(ApiError error) when error.kind() == ApiError.Kind.NOT_FOUND -> false;
            case ApiResult.Failed<Manifest>(ApiError error) -> throw new AssertionError(error.message());
        };
    }

    /** Whether the object is there and on its way out. */
    public boolean terminating(String reference) {
        return client.getMetadata(ObjectReference.parse(reference)) instanceof ApiResult.Ok<Manifest>(Manifest found)
                && found.metadata().get("deletionTimestamp") != null;
    }

    public String uid(String reference) {
        return get(reference).uid();
    }

    /** The object's uid; empty where there is none. */
    public String uidOrNone(String reference) {
        return client.getMetadata(ObjectReference.parse(reference)) instanceof ApiResult.Ok<Manifest>(Manifest found)
                ? found.uid()
                : "";
    }

    /** The image of the first container of a workload's pods, as its template says. */
    public String image(String reference) {
        return String.valueOf(Manifest.map(Manifest.list(get(reference).at("spec", "template", "spec", "containers"))
                        .getFirst())
                .get("image"));
    }

    /** The owner mark; empty without one. */
    public String owner(String reference) {
        String owner = get(reference).annotation("keelstream.io/owner");
        return owner == null ? "" : owner;
    }

    /** Creates an object, as {@code kubectl create} does. */
    public Manifest create(String yaml, String manager) {
        return client.create(manifest(yaml), manager, false).orThrow();
    }

    /** Server-side apply, as {@code kubectl apply --server-side --force-conflicts} does. */
    public Manifest apply(String yaml, String manager) {
        return client.apply(manifest(yaml), new ApplyOptions(manager, true, false))
                .orThrow();
    }

    /** Merges into an object. */
    public Manifest patch(String reference, Map<String, ?> patch, String manager) {
        return client.patch(ObjectReference.parse(reference), MERGE_PATCH, patch, manager)
                .orThrow();
    }

    /** Sets an annotation, or removes it with null. */
    public void annotate(String reference, String name, @Nullable String value) {
        metadata(reference, Map.of("annotations", singleton(name, value)));
    }

    /** Merges into an object's metadata. */
    public void metadata(String reference, Map<String, ?> metadata) {
        patch(reference, Map.of("metadata", metadata), PERSON);
    }

    /** Lets an object only go once {@link #release} was called. */
    public void guard(String reference) {
        metadata(reference, Map.of("finalizers", List.of("e2e.example.com/guard")));
    }

    public void release(String reference) {
        metadata(reference, singleton("finalizers", null));
    }

    /** Deletes an object and forgets it. */
    public void delete(String reference) {
        client.delete(ObjectReference.parse(reference), null, false, false).orThrow();
    }

    /** Reads one document. */
    public static Manifest manifest(String yaml) {
        return new YamlReader()
                .manifests(yaml.getBytes(StandardCharsets.UTF_8))
                .orThrow()
                .getFirst()
                .manifest();
    }

    @Override
    public void close() {
        client.close();
    }

    private static Map<String, @Nullable Object> singleton(String name, @Nullable Object value) {
        Map<String, @Nullable Object> map = new HashMap<>();
        map.put(name, value);
        return map;
    }
}
