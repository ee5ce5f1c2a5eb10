package io.keelstream.sandbox.workload;

import io.keelstream.sandbox.control.Actor;
import io.keelstream.sandbox.control.Controller;
import io.keelstream.sandbox.control.Requests;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.store.Change;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** There are no metrics here, so autoscalers say what they say on a cluster without a metrics server, and scale nothing. */
final class Autoscalers implements Controller {

    private final Actor actor;

    Autoscalers(Actor actor) {
        this.actor = actor;
    }

    @Override
    public void changed(Change change, Requests requests) {
        if (change.key().type().equals(Types.AUTOSCALERS) && change.after() != null) {
            requests.add(change.key());
        }
    }

    @Override
    public void reconcile(ObjectKey key, Requests requests) {
        StoredObject autoscaler = actor.get(key);
        if (autoscaler == null) {
            return;
        }
        StoredObject target = target(autoscaler);
        String now = actor.now();
        if (target == null) {
            actor.status(autoscaler, status -> {
                required(status);
                Conditions.set(
                        status,
                        Tree.of(
                                "type", "AbleToScale",
                                "status", "False",
                                "reason", "FailedGetScale",
                                "message",
                                        "the HPA controller was unable to get the target's current scale: not found"),
                        now);
            });
            requests.addAfter(key, Duration.ofSeconds(2));
            return;
        }
        long replicas = Tree.number(0, target.tree(), "spec", "replicas");
        actor.status(autoscaler, status -> {
            required(status);
            status.put("currentReplicas", Tree.number(0, target.tree(), "status", "replicas"));
            Conditions.set(
                    status,
                    Tree.of(
                            "type", "AbleToScale",
                            "status", "True",
                            "reason", "SucceededGetScale",
                            "message", "the HPA controller was able to get the target's current scale"),
                    now);
            boolean disabled = replicas == 0;
            Conditions.set(
                    status,
                    Tree.of(
                            "type",
                            "ScalingActive",
                            "status",
                            "False",
                            "reason",
                            disabled ? "ScalingDisabled" : "FailedGetResourceMetric",
                            "message",
                            disabled
                                    ? "scaling is disabled since the replica count of the target is zero"
                                    : "the HPA was unable to compute the replica count: there are no metrics"),
                    now);
        });
        requests.addAfter(key, Duration.ofSeconds(15));
    }

    private static void required(Map<String, @Nullable Object> status) {
        status.putIfAbsent("desiredReplicas", 0L);
        status.putIfAbsent("currentMetrics", new java.util.ArrayList<@Nullable Object>());
    }

    private @Nullable StoredObject target(StoredObject autoscaler) {
        Map<String, @Nullable Object> reference = Tree.map(autoscaler.tree(), "spec", "scaleTargetRef");
        Resource resource = actor.ofKind(Tree.text(reference, "apiVersion"), Tree.text(reference, "kind"));
        return resource == null
                ? null
                : actor.get(new ObjectKey(resource.storage(), autoscaler.namespace(), Tree.text(reference, "name")));
    }
}
