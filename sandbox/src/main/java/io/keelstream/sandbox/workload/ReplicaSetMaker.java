package io.keelstream.sandbox.workload;

import io.keelstream.sandbox.control.Actor;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes, numbers, scales and forgets the ReplicaSets of a deployment. */
final class ReplicaSetMaker {

    static final String HASH = "pod-template-hash";
    static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
    private static final String MOST = "deployment.kubernetes.io/max-replicas";
    private static final Set<String> NOT_COPIED = Set.of(
            "kubectl.kubernetes.io/last-applied-configuration",
            REVISION,
            "deployment.kubernetes.io/revision-history",
            DESIRED,
            MOST);

    private final Actor actor;

    ReplicaSetMaker(Actor actor) {
        this.actor = actor;
    }

    void create(StoredObject deployment, List<StoredObject> sets) {
        Map<String, @Nullable Object> tree = deployment.tree();
        Map<String, @Nullable Object> template = Tree.copy(Tree.map(tree, "spec", "template"));
        String hash = TemplateHash.of(template, Tree.number(0, tree, "status", "collisionCount"));
        Tree.within(template, "metadata", "labels").put(HASH, hash);
        Map<String, @Nullable Object> selector = Tree.copy(Tree.map(tree, "spec", "selector"));
        Tree.within(selector, "matchLabels").put(HASH, hash);
        long revision = sets.stream().mapToLong(ReplicaSetMaker::revision).max().orElse(0) + 1;
        Map<String, @Nullable Object> annotations = annotations(deployment);
        annotations.put(REVISION, Long.toString(revision));
        Map<String, @Nullable Object> metadata = Tree.of(
                "name",
                deployment.name() + "-" + hash,
                "labels",
                Tree.copy(Tree.map(template, "metadata", "labels")),
                "annotations",
                annotations,
                "ownerReferences",
                new ArrayList<@Nullable Object>(List.of(Pod.controllerOf(deployment))));
        Map<String, @Nullable Object> spec = Tree.of(
                "replicas",
                0,
                "minReadySeconds",
                Tree.at(tree, "spec", "minReadySeconds"),
                "selector",
                selector,
                "template",
                template);
        actor.create(Types.REPLICA_SETS, deployment.namespace(), Tree.of("metadata", metadata, "spec", spec));
        number(deployment, revision);
    }

    /** Makes a set that is current (again) the newest revision, and copies the deployment's annotations to it. */
    void refresh(StoredObject deployment, StoredObject newest, List<StoredObject> sets) {
        long others = sets.stream()
                .filter(set -> !set.uid().equals(newest.uid()))
                .mapToLong(ReplicaSetMaker::revision)
                .max()
                .orElse(0);
        long own = revision(newest);
        long revision = own > others ? own : others + 1;
        actor.update(newest, tree -> {
            Map<String, @Nullable Object> annotations = Tree.within(tree, "metadata", "annotations");
            annotations.putAll(annotations(deployment));
            annotations.put(REVISION, Long.toString(revision));
            if (own != 0 && own != revision) {
                String history = Tree.text(annotations, "deployment.kubernetes.io/revision-history");
                annotations.put(
                        "deployment.kubernetes.io/revision-history", (history.isEmpty() ? "" : history + ",") + own);
            }
            Object minReady = Tree.at(deployment.tree(), "spec", "minReadySeconds");
            Tree.set(Tree.within(tree, "spec"), "minReadySeconds", minReady);
        });
        number(deployment, revision);
    }

    void scale(StoredObject deployment, StoredObject set, long replicas) {
        actor.update(set, tree -> {
            Tree.within(tree, "spec").put("replicas", replicas);
            Tree.within(tree, "metadata", "annotations").putAll(limits(deployment));
        });
    }

    /** Deletes old sets beyond the deployment's history limit. */
    void forgetOld(StoredObject deployment, List<StoredObject> sets, Optional<StoredObject> newest) {
        long limit = Tree.number(10, deployment.tree(), "spec", "revisionHistoryLimit");
        List<StoredObject> old = sets.stream()
                .filter(set ->
                        newest.isEmpty() || !set.uid().equals(newest.get().uid()))
                .sorted(Comparator.comparingLong(ReplicaSetMaker::revision))
                .toList();
        long surplus = old.size() - limit;
        for (StoredObject set : old) {
            boolean empty = Tree.number(0, set.tree(), "spec", "replicas") == 0
                    && Tree.number(0, set.tree(), "status", "replicas") == 0;
            if (surplus > 0 && empty) {
                actor.delete(set);
            }
            surplus--;
        }
    }

    private void number(StoredObject deployment, long revision) {
        StoredObject latest = actor.get(deployment.key());
        if (latest != null) {
            actor.annotate(latest, Map.of(REVISION, Long.toString(revision)));
        }
    }

    private static Map<String, @Nullable Object> annotations(StoredObject deployment) {
        Map<String, @Nullable Object> annotations =
                new LinkedHashMap<>(Tree.map(deployment.tree(), "metadata", "annotations"));
        annotations.keySet().removeAll(NOT_COPIED);
        annotations.putAll(limits(deployment));
        return annotations;
    }

    private static Map<String, @Nullable Object> limits(StoredObject deployment) {
        long wanted = Tree.number(1, deployment.tree(), "spec", "replicas");
        Object surge = Tree.at(deployment.tree(), "spec", "strategy", "rollingUpdate", "maxSurge");
        long most = wanted + (wanted == 0 ? 0 : Amounts.of(surge, wanted, true, 0));
        return Tree.of(DESIRED, Long.toString(wanted), MOST, Long.toString(most));
    }

    private static long revision(StoredObject set) {
        String text = Tree.text(set.tree(), "metadata", "annotations", REVISION);
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }
}
