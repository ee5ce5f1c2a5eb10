package io.keelstream.sandbox.workload;

import io.keelstream.sandbox.control.Actor;
import io.keelstream.sandbox.control.Controller;
import io.keelstream.sandbox.control.Requests;
import io.keelstream.sandbox.store.Change;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nodes are ready as soon as they exist. */
final class Nodes implements Controller {

    private final Actor actor;

    Nodes(Actor actor) {
        this.actor = actor;
    }

    @Override
    public void changed(Change change, Requests requests) {
        if (change.key().type().equals(Types.NODES) && change.before() == null) {
            requests.add(change.key());
        }
    }

    @Override
    public void reconcile(ObjectKey key, Requests requests) {
        StoredObject node = actor.get(key);
        if (node == null || Conditions.isTrue(Tree.map(node.tree(), "status"), "Ready")) {
            return;
        }
        String now = actor.now();
        actor.status(node, status -> {
            Map<String, @Nullable Object> amounts = Tree.of("cpu", "32", "memory", "256Gi", "pods", "110");
            status.put("capacity", amounts);
            status.put("allocatable", Tree.copy(amounts));
            status.put(
                    "addresses",
                    new ArrayList<@Nullable Object>(List.of(Tree.of("type", "InternalIP", "address", "127.0.0.1"))));
            Conditions.set(
                    status,
                    Tree.of(
                            "type", "Ready",
                            "status", "True",
                            "reason", "Pretending",
                            "message", "this node only pretends",
                            "lastHeartbeatTime", now),
                    now);
        });
    }
}
