package io.keelstream.e2e.latest;

import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.Watch;
import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.client.WatchRequest;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Everything that is written to the Deployments, ConfigMaps and Jobs of a cluster, in order, as a watch sees it. Thread-safe. */
final class Writes implements WatchListener, AutoCloseable {

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final List<Watch> watches = new ArrayList<>();

    /**
     * An object after a write.
     *
     * @param at when the watch said so
     */
    record Seen(Instant at, boolean deleted, Manifest object) {

        String kind() {
            return object.kind();
        }

        /** The image of a Deployment. */
        String image() {
            Object container = Manifest.list(object.at("spec", "template", "spec", "containers"))
                    .getFirst();
            return String.valueOf(Manifest.map(container).get("image"));
        }

        /** What its commit decides of it; empty for one that is gone. */
        String content() {
            return deleted ? "" : kind().equals("Deployment") ? image() : String.valueOf(object.at("data", "value"));
        }

        /** The commit that an object says. */
        String commit() {
            return String.valueOf(object.annotation("keelstream.io/commit"));
        }

        /** How many roll-outs of a Deployment its controller began. */
        int rollouts() {
            String revision = object.annotation("deployment.kubernetes.io/revision");
            return revision == null ? 0 : Integer.parseInt(revision);
        }

        long generation() {
            return ((Number) object.metadata().getOrDefault("generation", 0L)).longValue();
        }
    }

    private Writes() {}

    /** Watches from now on. */
    static Writes of(ClusterClient client) {
        Writes writes = new Writes();
        for (Map.Entry<String, String> kind : Map.of("Deployment", "apps/v1", "ConfigMap", "v1", "Job", "batch/v1")
                .entrySet()) {
            var type = client.discovery().find(kind.getValue(), kind.getKey()).orThrow();
            writes.watches.add(client.watch(new WatchRequest(type, "", "", false), writes));
        }
        return writes;
    }

    /** Whether every watch has begun. */
    boolean synced() {
        return watches.stream().allMatch(Watch::synced);
    }

    /** What was seen in a namespace, in order. */
    List<Seen> in(String namespace) {
        return stream(namespace, each -> true).toList();
    }

    /**
     * Since when the Deployment or ConfigMap of a name is like that; {@link Instant#MIN} where it never was otherwise, and
     * {@link Instant#MAX} where it is otherwise now.
     *
     * @param content what it has; empty where it is gone
     */
    Instant since(String namespace, String name, String content) {
        Instant since = content.isEmpty() ? Instant.MIN : Instant.MAX;
        boolean before = content.isEmpty();
        for (Seen each : in(namespace)) {
            if (!each.kind().equals("Job") && each.object().name().equals(name)) {
                boolean now = each.content().equals(content);
                since = now && !before ? each.at() : now ? since : Instant.MAX;
                before = now;
            }
        }
        return since;
    }

    /** The images that the Deployment had, in order: one for each of its templates. */
    List<String> images(String namespace) {
        return inOrder(
                stream(namespace, each -> each.kind().equals("Deployment")).map(Seen::image));
    }

    /** The values that the ConfigMap had, in order. */
    List<String> values(String namespace) {
        return inOrder(stream(
                        namespace,
                        each -> each.kind().equals("ConfigMap")
                                && each.object().name().equals("config"))
                .map(each -> String.valueOf(each.object().at("data", "value"))));
    }

    /** Repetitions left out. */
    private static List<String> inOrder(Stream<String> texts) {
        List<String> all = new ArrayList<>();
        texts.filter(text -> all.isEmpty() || !all.getLast().equals(text)).forEachOrdered(all::add);
        return all;
    }

    /** The uids of the Jobs that ran in a namespace, by the run of the hook that they are. */
    Map<String, Set<String>> runs(String namespace) {
        Map<String, Set<String>> found = new ConcurrentHashMap<>();
        stream(namespace, each -> each.kind().equals("Job"))
                .forEach(each -> found.computeIfAbsent(
                                String.valueOf(each.object().annotation("keelstream.io/hook-run")),
                                run -> ConcurrentHashMap.newKeySet())
                        .add(each.object().uid()));
        return found;
    }

    private Stream<Seen> stream(String namespace, Predicate<Seen> which) {
        return seen.stream()
                .filter(each -> each.object().namespace().equals(namespace))
                .filter(which);
    }

    @Override
    public void listed(List<Manifest> objects, String resourceVersion) {
        objects.forEach(this::changed);
    }

    @Override
    public void changed(Manifest object) {
        seen.add(new Seen(Instant.now(), false, object));
    }

    @Override
    public void deleted(Manifest object) {
        seen.add(new Seen(Instant.now(), true, object));
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
    }
}
