package io.keelstream.planner.canary;

import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of the copies of a workload and of what attaches to them. A copy runs beside the workload under the same rules,
 * except for one label that distinguishes it. Pure.
 *
 * @param request what the records say
 * @param workload the workload as Git wants it: what the canary runs
 * @param live the workload as it is live: what the baseline runs
 * @param service the workload's Service; null where the copies need none
 * @param key the label that tells the copies apart
 */
record Copies(
        TrialRequest request,
        Workload workload,
        Manifest live,
        @Nullable Manifest service,
        String key) {

    private static final List<String> PORT = List.of("name", "port", "protocol", "targetPort", "appProtocol");
    private static final String SCRAPING = "prometheus.io/";

    /**
     * The copy with the new version.
     *
     * @param replicas its size at the first step
     * @param changedInPlace what the plan changes under the name that it has
     */
    Trial.Copy canary(int replicas, Set<ObjectReference> changedInPlace) {
        ConfigurationCopies configuration = ConfigurationCopies.of(workload, changedInPlace);
        Map<String, @Nullable Object> spec = spec(workload.manifest(), Track.CANARY, replicas);
        configuration.rename(Manifest.map(Manifest.map(spec.get("template")).get("spec")));
        List<Trial.Body> attached = attached(Track.CANARY);
        for (String name : configuration.names().stream().sorted().toList()) {
            DesiredObject object = request.inBundle(
                    new ObjectReference("", "ConfigMap", workload.reference().namespace(), name));
            if (object != null) {
                attached.add(configMap(new Manifest(object.body()), name));
            }
        }
        return copy(Track.CANARY, spec, attached);
    }

    /** A copy of the running version: the baseline, and in a rehearsal the canary; {@code replicas} is its size at the first step. */
    Trial.Copy running(Track track, int replicas) {
        return copy(track, spec(live, track, replicas), attached(track));
    }

    private Trial.Copy copy(Track track, Map<String, @Nullable Object> spec, List<Trial.Body> attached) {
        String name = track.of(workload.reference().name());
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", workload.manifest().apiVersion());
        tree.put("kind", workload.manifest().kind());
        tree.put("metadata", metadata(workload.manifest(), track, name));
        tree.put("spec", spec);
        return new Trial.Copy(body(tree, "apps", name), attached, service == null ? null : name, PodPattern.of(name));
    }

    private Map<String, @Nullable Object> spec(Manifest source, Track track, int replicas) {
        Map<String, @Nullable Object> spec = source.copy().spec();
        spec.put("replicas", (long) replicas);
        spec.remove("paused");
        track.retrack(spec, key);
        return spec;
    }

    /** What attaches to the copy: its Service first. */
    private List<Trial.Body> attached(Track track) {
        List<Trial.Body> bodies = new ArrayList<>();
        if (service != null) {
            bodies.add(service(track, service, track.of(workload.reference().name())));
        }
        Attachments attachments = new Attachments(request, workload, key);
        if (service != null) {
            for (Manifest other : attachments.services()) {
                String name = track.of(other.name());
                boolean taken = other.name().equals(service.name())
                        || name.equals(track.of(workload.reference().name()));
                if (!taken) {
                    bodies.add(service(track, other, name));
                }
            }
        }
        List<Manifest> others = new ArrayList<>(attachments.selecting(track));
        if (service != null) {
            others.addAll(attachments.namingService(track, service.name()));
        }
        for (Manifest original : others) {
            Manifest copy = original.copy();
            copy.tree().put("metadata", metadata(original, track, track.of(original.name())));
            bodies.add(body(copy.tree(), copy.groupKind().group(), track.of(original.name())));
        }
        return bodies;
    }

    private Trial.Body service(Track track, Manifest original, String name) {
        Map<String, @Nullable Object> selector =
                new LinkedHashMap<>(Manifest.map(original.spec().get("selector")));
        selector.put(key, track.of(String.valueOf(selector.get(key))));
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        spec.put("type", "ClusterIP");
        spec.put("selector", selector);
        spec.put("ports", ports(original));
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", "v1");
        tree.put("kind", "Service");
        tree.put("metadata", metadata(original, track, name));
        tree.put("spec", spec);
        return body(tree, "", name);
    }

    private static List<@Nullable Object> ports(Manifest original) {
        List<@Nullable Object> ports = new ArrayList<>();
        for (Object each : Manifest.list(original.spec().get("ports"))) {
            Map<String, @Nullable Object> port = new LinkedHashMap<>(Manifest.map(each));
            port.keySet().retainAll(PORT);
            ports.add(port);
        }
        return ports;
    }

    private Trial.Body configMap(Manifest source, String name) {
        Manifest copy = source.copy();
        copy.tree().put("metadata", metadata(source, Track.CANARY, Track.CANARY.of(name)));
        return body(copy.tree(), "", Track.CANARY.of(name));
    }

    /** Labels of the original and of the copy; of its annotations those by which metrics are found, and no others. */
    private static Map<String, @Nullable Object> metadata(Manifest original, Track track, String name) {
        Map<String, @Nullable Object> annotations =
                new LinkedHashMap<>(Manifest.map(original.metadata().get("annotations")));
        annotations.keySet().removeIf(each -> !each.startsWith(SCRAPING));
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name);
        metadata.put("labels", track.labels(original.metadata().get("labels")));
        metadata.put("annotations", annotations);
        return metadata;
    }

    private Trial.Body body(Map<String, @Nullable Object> tree, String group, String name) {
        Manifest manifest = new Manifest(tree);
        ObjectReference reference =
                new ObjectReference(group, manifest.kind(), workload.reference().namespace(), name);
        Manifest marked = request.marked(manifest, reference, workload.desired().commit());
        return new Trial.Body(reference.toString(), manifest.apiVersion(), null, marked.tree());
    }
}
