package io.keelstream.sandbox.workload;

import io.keelstream.sandbox.control.Actor;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds and makes the numbered pods of a StatefulSet, with the volume claims that belong to each number. */
final class StatefulPods {

    private final Actor actor;

    StatefulPods(Actor actor) {
        this.actor = actor;
    }

    /** The pods that there are, by number. */
    NavigableMap<Long, Pod> pods(StoredObject set) {
        NavigableMap<Long, Pod> pods = new TreeMap<>();
        for (StoredObject object : actor.dependents(set, Types.PODS)) {
            String number = object.name().substring(object.name().lastIndexOf('-') + 1);
            if (!number.isEmpty() && number.chars().allMatch(Character::isDigit)) {
                pods.put(Long.parseLong(number), new Pod(object));
            }
        }
        return pods;
    }

    /** The name of the revision that a pod was made from. */
    String revision(StoredObject set, Pod pod) {
        return set.name() + "-" + pod.label(Revisions.LABEL).replaceFirst("^.*-", "");
    }

    void create(StoredObject set, long number, String revision) {
        String name = set.name() + "-" + number;
        Map<String, @Nullable Object> template = template(set, revision);
        Map<String, @Nullable Object> labels = Tree.of(
                Revisions.LABEL,
                revision,
                "statefulset.kubernetes.io/pod-name",
                name,
                "apps.kubernetes.io/pod-index",
                Long.toString(number));
        Map<String, @Nullable Object> pod = Pod.from(set, template, labels);
        Map<String, @Nullable Object> metadata = Tree.within(pod, "metadata");
        metadata.put("name", name);
        Map<String, @Nullable Object> spec = Tree.within(pod, "spec");
        spec.put("hostname", name);
        Tree.set(spec, "subdomain", Tree.at(set.tree(), "spec", "serviceName"));
        List<@Nullable Object> volumes = new ArrayList<>(Tree.list(spec, "volumes"));
        for (Map<String, @Nullable Object> claim : Tree.maps(set.tree(), "spec", "volumeClaimTemplates")) {
            String volume = Tree.text(claim, "metadata", "name");
            String claimName = volume + "-" + name;
            claim(set, claim, claimName);
            volumes.add(Tree.of("name", volume, "persistentVolumeClaim", Tree.of("claimName", claimName)));
        }
        if (!volumes.isEmpty()) {
            spec.put("volumes", volumes);
        }
        actor.create(Types.PODS, set.namespace(), pod);
    }

    private void claim(StoredObject set, Map<String, @Nullable Object> template, String name) {
        if (actor.get(new ObjectKey(Types.CLAIMS, set.namespace(), name)) == null) {
            Map<String, @Nullable Object> claim = Tree.copy(template);
            claim.remove("status");
            Map<String, @Nullable Object> metadata = Tree.within(claim, "metadata");
            metadata.put("name", name);
            Tree.within(metadata, "labels").putAll(Tree.map(set.tree(), "spec", "selector", "matchLabels"));
            actor.create(Types.CLAIMS, set.namespace(), claim);
        }
    }

    private Map<String, @Nullable Object> template(StoredObject set, String revision) {
        StoredObject stored = actor.get(new ObjectKey(Types.REVISIONS, set.namespace(), revision));
        Map<String, @Nullable Object> template = Tree.copy(
                stored == null
                        ? Tree.map(set.tree(), "spec", "template")
                        : Tree.map(stored.tree(), "data", "spec", "template"));
        template.remove("$patch");
        return template;
    }
}
