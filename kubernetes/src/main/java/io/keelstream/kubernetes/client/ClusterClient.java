package io.keelstream.kubernetes.client;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One cluster. Every method is one attempt's worth of meaning to its caller: what passes was already retried within the
 * method's time, as the cluster's resilience settings say. A server that is slow is waited for, one that is away is not
 * ({@link ApiError.Kind#UNREACHABLE}). Thread-safe; blocks the calling (virtual) thread.
 */
public interface ClusterClient extends AutoCloseable {

    /** The name the installation gave this cluster. */
    String name();

    /** The uid of the namespace {@code kube-system}: the cluster's identity. Cached after the first success. */
    ApiResult<String> uid();

    /** The same as it is now, never cached: another one means that the cluster was replaced. */
    ApiResult<String> currentUid();

    Discovery discovery();

    /** The version of Kubernetes that the server runs, as charts compare it, e.g. {@code 1.36.3}; NOT_FOUND where it says none. */
    ApiResult<String> version();

    /** One object by identity, in the preferred version. */
    ApiResult<Manifest> get(ObjectReference reference);

    /** One object in a certain version. */
    ApiResult<Manifest> get(ResourceType type, String namespace, String name);

    /** Metadata of one object (PartialObjectMetadata): never a body, so safe for Secrets. */
    ApiResult<Manifest> getMetadata(ObjectReference reference);

    /** All objects that match, in chunks, as one list. */
    ApiResult<List<Manifest>> list(ResourceType type, String namespace, String labelSelector);

    /** The same as PartialObjectMetadata. */
    ApiResult<List<Manifest>> listMetadata(ResourceType type, String namespace, String labelSelector);

    /** The events of type Warning about one object that the cluster still keeps, which is an hour by default. */
    ApiResult<List<Manifest>> warnings(String namespace, String uid);

    /**
     * The last lines that a container of a pod wrote.
     *
     * @param lines at most so many
     * @param bytes at most so many; what is beyond is cut off at the end
     */
    ApiResult<String> log(Manifest pod, String container, int lines, int bytes);

    /** Server-side apply with strict field validation; the body's apiVersion, kind, namespace and name say where. */
    ApiResult<Manifest> apply(Manifest body, ApplyOptions options);

    /** Plain create (POST) under the manager. */
    ApiResult<Manifest> create(Manifest body, String fieldManager, boolean dryRun);

    /**
     * JSON merge patch or JSON patch.
     *
     * @param contentType {@code application/merge-patch+json} or {@code application/json-patch+json}
     * @param patch the patch as plain values
     */
    ApiResult<Manifest> patch(ObjectReference reference, String contentType, Object patch, String fieldManager);

    /**
     * Asks the server what a JSON merge patch would make of an object, in the version of the body; nothing is kept.
     *
     * @param object says by apiVersion, kind, namespace and name which object is meant
     * @param patch the patch as plain values
     */
    ApiResult<Manifest> dryRunPatch(Manifest object, Object patch, String fieldManager);

    /**
     * Deletes in the background or foreground.
     *
     * @param uid only an object with this uid is deleted (CONFLICT otherwise); null without a precondition
     * @param foreground wait for dependents before the object goes (the call itself returns at once)
     */
    ApiResult<Void> delete(ObjectReference reference, @Nullable String uid, boolean foreground, boolean dryRun);

    /** Starts a list+watch loop on a virtual thread. Errors of the watch are its own business: it goes on until closed. */
    Watch watch(WatchRequest request, WatchListener listener);

    /**
     * The same cluster over the same connections, whose writes (not its dry-runs) ask the guard right before each
     * attempt and while it lasts, and fail with {@link ApiError.Kind#NOT_OWNER} when it says no. Closing the returned
     * client does nothing.
     */
    ClusterClient guardedBy(WriteGuard guard);

    /**
     * The same view of the cluster on behalf of a target: requests are sent as the account that {@link
     * ClusterSettings#impersonation} names for the target's namespace, and the server decides by its rights. Discovery, the
     * cluster's identity and watches stay with the client's own account; where the cluster's settings name no account, all does.
     *
     * @param namespace the target's namespace; where none can have that name, every request fails and nothing is sent
     */
    ClusterClient onBehalfOf(String namespace);

    /** The same view of the cluster, whose methods end by the deadline however slow the server is. */
    ClusterClient until(Instant deadline);

    /**
     * The same view of the cluster, whose requests wait for nobody: neither for a place among those in flight, nor for the
     * rate limit, nor for a circuit that is open. For what must not be late, as traffic that leaves a bad version.
     */
    ClusterClient urgently();

    /** Time since the API server last answered anything; separates an unreachable cluster from a quiet one. */
    Duration sinceLastAnswer();

    @Override
    void close();
}
