package io.keelstream.planner.reconcile;

import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.planner.cluster.ClusterView;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The views of all clusters of the installation, shared by all partitions. Thread-safe. */
public final class ClusterViews implements AutoCloseable {

    private final Map<String, ClusterView> views = new HashMap<>();
    private final Set<PlannerWorker> workers = ConcurrentHashMap.newKeySet();

    /**
     * Starts watching each cluster; the clients stay the caller's.
     */
    public ClusterViews(Map<String, ClusterClient> clients) {
        clients.forEach((name, client) -> views.put(name, new ClusterView(client, this::changed, () -> served(name))));
    }

    /** The view of a cluster; null for one that the installation does not know. */
    @Nullable
    ClusterView get(String name) {
        return views.get(name);
    }

    /** Uid of a cluster as the watch knows it; null before, and for one that the installation does not know. */
    @Nullable
    String uid(String name) {
        ClusterView view = views.get(name);
        return view == null ? null : view.uid();
    }

    /** The known names, for messages. */
    Set<String> names() {
        return new java.util.TreeSet<>(views.keySet());
    }

    /** The owner marks that were found on live objects of clusters that had to be asked. */
    Set<String> owners() {
        return views.values().stream()
                .flatMap(view -> view.marked().owners().stream())
                .collect(Collectors.toSet());
    }

    void register(PlannerWorker worker) {
        workers.add(worker);
    }

    void forget(PlannerWorker worker) {
        workers.remove(worker);
    }

    private void served(String cluster) {
        workers.forEach(worker -> worker.servedChanged(cluster));
    }

    private void changed() {
        workers.forEach(PlannerWorker::clusterChanged);
    }

    @Override
    public void close() {
        views.values().forEach(ClusterView::close);
    }
}
