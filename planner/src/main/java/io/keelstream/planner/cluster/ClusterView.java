package io.keelstream.planner.cluster;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.client.Watch;
import io.keelstream.kubernetes.client.WatchRequest;
import io.keelstream.kubernetes.hold.StopSwitch;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.scale.ScaleTargets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the planner knows of one cluster without asking again: four small watches (the stop switch, the namespaces, the
 * autoscalers, the definitions of custom kinds) and whether the server answers. They save every plan the calls that would look these things up. Thread-safe.
 */
public final class ClusterView implements AutoCloseable {

    private static final String KUBE_SYSTEM = "kube-system";
    private static final ResourceType CONFIG_MAPS =
            new ResourceType("", "v1", "ConfigMap", "configmaps", true, Set.of("list", "watch"));
    private static final ResourceType NAMESPACES =
            new ResourceType("", "v1", "Namespace", "namespaces", false, Set.of("list", "watch"));

    private static final ResourceType DEFINITIONS = new ResourceType(
            "apiextensions.k8s.io",
            "v1",
            "CustomResourceDefinition",
            "customresourcedefinitions",
            false,
            Set.of("list", "watch"));

    private final ClusterClient own;
    private final ClusterClient client;
    private final MarkedObjects marked;
    private final WatchedObjects stops;
    private final WatchedObjects namespaces;
    private final WatchedObjects autoscalers;
    private final Reachability reachability;
    private final List<Watch> watches;

    /**
     * Starts the watches.
     *
     * @param client the cluster; closed by whoever opened it
     * @param onChange called when targets of this cluster are worth another look
     * @param onServed called when it may serve other kinds
     */
    public ClusterView(ClusterClient client, Runnable onChange, Runnable onServed) {
        this.own = client;
        this.client = client;
        this.marked = new MarkedObjects(client, onChange);
        this.stops = new WatchedObjects(StopSwitch::isNamed, StopSwitch::stops, onChange);
        this.namespaces =
                new WatchedObjects(object -> true, object -> object.name().equals(KUBE_SYSTEM), onChange);
        this.autoscalers = new WatchedObjects(object -> true, object -> false, onChange);
        this.reachability = new Reachability(client, onChange);
        this.watches = List.of(
                client.watch(new WatchRequest(CONFIG_MAPS, StopSwitch.NAMESPACE, "", true), stops),
                client.watch(new WatchRequest(NAMESPACES, "", "", true), namespaces),
                client.watch(new WatchRequest(ResourceType.AUTOSCALERS, "", "", false), autoscalers),
                client.watch(new WatchRequest(DEFINITIONS, "", "", true), new DefinitionWatch(onServed)));
    }

    private ClusterView(ClusterView shared, ClusterClient client) {
        this.own = shared.own;
        this.client = client;
        this.marked = shared.marked;
        this.stops = shared.stops;
        this.namespaces = shared.namespaces;
        this.autoscalers = shared.autoscalers;
        this.reachability = shared.reachability;
        this.watches = shared.watches;
    }

    /** The same view, whose {@link #client} asks on behalf of a target in that namespace; only the original is closed. */
    public ClusterView onBehalfOf(String namespace) {
        return new ClusterView(this, own.onBehalfOf(namespace));
    }

    /** The live objects that carry our marks. */
    public MarkedObjects marked() {
        return marked;
    }

    /** The cluster as the account that this view asks as: what it may not read is not planned, and not published. */
    public ClusterClient client() {
        return client;
    }

    /** The cluster as the planner's own account: for what has to be known whoever's it is, and is not published. */
    public ClusterClient own() {
        return own;
    }

    /** Since when the server does not answer; null while it does. */
    public @Nullable Instant downSince() {
        return reachability.downSince();
    }

    /** A call failed in a way that may mean that the server is away: finds out, and wakes the targets when it answers again. */
    public void suspect() {
        reachability.suspect();
    }

    /**
     * Whether the watches know the cluster. While they do not, nobody waits: whether the server is there is found out, and
     * targets are woken when the watches know it.
     *
     * @throws TransientFailure when the server does not answer, or does not let a watch list
     */
    public boolean known() {
        if (downSince() != null) {
            throw new TransientFailure(Reason.CLUSTER_UNREACHABLE, "the API server does not answer");
        }
        boolean known = stops.known() && namespaces.known() && autoscalers.known();
        if (!known) {
            suspect();
        }
        return known;
    }

    /** Whether all writes to this cluster are stopped. */
    public boolean stopped() {
        return stops.objects().stream().anyMatch(StopSwitch::stops);
    }

    /**
     * The cluster's identity, once it is {@link #known}.
     *
     * @throws TransientFailure when the cluster has none yet
     */
    public String identity() {
        String uid = uid();
        if (uid == null || uid.isEmpty()) {
            throw new TransientFailure(Reason.CLUSTER_BUSY, "the cluster has no namespace kube-system yet");
        }
        return uid;
    }

    /** The cluster's identity as the watch of namespaces knows it, which notices a rebuilt cluster; null before. */
    public @Nullable String uid() {
        Manifest system = namespaces.get(new ObjectReference("", "Namespace", "", KUBE_SYSTEM));
        return system == null ? null : system.uid();
    }

    /** A namespace's metadata, looked up again when the watch does not know it; a failure other than its absence as such. */
    public ApiResult<Manifest> namespace(String name) {
        ObjectReference reference = new ObjectReference("", "Namespace", "", name);
        Manifest known = namespaces.get(reference);
        return known != null ? new ApiResult.Ok<>(known) : own.getMetadata(reference);
    }

    /** What the autoscalers of this cluster scale. */
    public ScaleTargets scaled() {
        return ScaleTargets.in(autoscalers.objects(), "");
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
        reachability.close();
    }
}
