package io.keelstream.sandbox.workload;

import io.keelstream.sandbox.control.Actor;
import io.keelstream.sandbox.control.Controller;
import io.keelstream.sandbox.control.Requests;
import io.keelstream.sandbox.store.Change;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rolls deployments: one ReplicaSet per template, the newest of which takes over within surge and unavailability. */
final class Deployments implements Controller {

    private final Actor actor;
    private final ReplicaSetMaker maker;
    private final DeploymentStatus status;

    Deployments(Actor actor) {
        this.actor = actor;
        this.maker = new ReplicaSetMaker(actor);
        this.status = new DeploymentStatus(actor);
    }

    @Override
    public void changed(Change change, Requests requests) {
        Owners.request(change, Types.DEPLOYMENTS, "Deployment", Types.REPLICA_SETS, requests);
    }

    @Override
    public void reconcile(ObjectKey key, Requests requests) {
        StoredObject deployment = actor.get(key);
        if (deployment == null) {
            return;
        }
        if (Owners.deleting(deployment)) {
            status.write(deployment, sets(deployment), current(deployment), requests);
            return;
        }
        boolean paused = Tree.flag(deployment.tree(), "spec", "paused");
        Optional<StoredObject> newest = current(deployment);
        if (newest.isPresent()) {
            maker.refresh(deployment, newest.get(), sets(deployment));
        } else if (!paused) {
            maker.create(deployment, sets(deployment));
            newest = current(deployment);
        }
        if (newest.isPresent()) {
            roll(deployment, newest.get(), paused);
        }
        if (!paused) {
            maker.forgetOld(deployment, sets(deployment), current(deployment));
        }
        status.write(deployment, sets(deployment), current(deployment), requests);
    }

    private void roll(StoredObject deployment, StoredObject newest, boolean paused) {
        RollingPlan plan = RollingPlan.of(deployment, newest, sets(deployment));
        if (paused) {
            return;
        }
        boolean recreate =
                Tree.text(deployment.tree(), "spec", "strategy", "type").equals("Recreate");
        Map<String, Long> wanted = recreate ? recreation(deployment, newest) : plan.replicas();
        for (StoredObject set : sets(deployment)) {
            Long replicas = wanted.get(set.name());
            if (replicas != null) {
                maker.scale(deployment, set, replicas);
            }
        }
    }

    private Map<String, Long> recreation(StoredObject deployment, StoredObject newest) {
        List<StoredObject> old = sets(deployment).stream()
                .filter(set -> !set.uid().equals(newest.uid()))
                .toList();
        boolean anyLeft =
                old.stream().anyMatch(set -> !actor.dependents(set, Types.PODS).isEmpty());
        Map<String, Long> wanted = new java.util.HashMap<>();
        old.forEach(set -> wanted.put(set.name(), 0L));
        if (!anyLeft) {
            wanted.put(newest.name(), Tree.number(1, deployment.tree(), "spec", "replicas"));
        }
        return wanted;
    }

    /** The ReplicaSet whose template is the deployment's; the oldest if there are several. */
    private Optional<StoredObject> current(StoredObject deployment) {
        Object template = Tree.at(deployment.tree(), "spec", "template");
        return sets(deployment).stream()
                .filter(set -> Objects.equals(template, templateOf(set)))
                .findFirst();
    }

    private List<StoredObject> sets(StoredObject deployment) {
        return actor.dependents(deployment, Types.REPLICA_SETS).stream()
                .sorted(Comparator.comparing(
                                (StoredObject set) -> Tree.text(set.tree(), "metadata", "creationTimestamp"))
                        .thenComparing(StoredObject::name))
                .toList();
    }

    private static Map<String, @Nullable Object> templateOf(StoredObject set) {
        Map<String, @Nullable Object> template = Tree.copy(Tree.map(set.tree(), "spec", "template"));
        Map<String, @Nullable Object> labels = Tree.within(template, "metadata", "labels");
        labels.remove(ReplicaSetMaker.HASH);
        return template;
    }
}
