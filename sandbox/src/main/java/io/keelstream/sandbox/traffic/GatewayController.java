package io.keelstream.sandbox.traffic;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.route.WeightedRoute;
import io.keelstream.sandbox.control.Actor;
import io.keelstream.sandbox.control.Controller;
import io.keelstream.sandbox.control.Requests;
import io.keelstream.sandbox.resource.TypeKey;
import io.keelstream.sandbox.store.Change;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import io.keelstream.sandbox.workload.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the controller of every Gateway: confirms each route at the generation that it has, and says which backends
 * do not exist.
 */
public final class GatewayController implements Controller {

    static final TypeKey SERVICES = new TypeKey("", "services");

    private final Actor actor;

    /** A controller that writes as this actor. */
    public GatewayController(Actor actor) {
        this.actor = actor;
    }

    @Override
    public void changed(Change change, Requests requests) {
        if (RouteDefinitions.GATEWAY_ROUTES.contains(change.key().type())) {
            requests.add(change.key());
        } else if (change.key().type().equals(SERVICES)) {
            RouteDefinitions.GATEWAY_ROUTES.forEach(
                    type -> actor.store().list(type, change.key().namespace()).objects().stream()
                            .map(StoredObject::key)
                            .forEach(requests::add));
        }
    }

    @Override
    public void reconcile(ObjectKey key, Requests requests) {
        StoredObject route = actor.get(key);
        if (route == null) {
            return;
        }
        List<String> missing = new WeightedRoute(new Manifest(route.tree()))
                .backends(key.namespace()).stream()
                        .filter(backend -> backend.kind().equals("Service"))
                        .filter(backend ->
                                actor.get(new ObjectKey(SERVICES, backend.namespace(), backend.name())) == null)
                        .map(backend -> backend.name())
                        .distinct()
                        .toList();
        long generation = Tree.number(1, route.tree(), "metadata", "generation");
        List<Map<String, @Nullable Object>> before = Tree.maps(route.tree(), "status", "parents");
        List<@Nullable Object> parents = new ArrayList<>();
        for (Map<String, @Nullable Object> reference : Tree.maps(route.tree(), "spec", "parentRefs")) {
            Map<String, @Nullable Object> parent = before.stream()
                    .filter(each -> reference.equals(each.get("parentRef")))
                    .findFirst()
                    .map(Tree::copy)
                    .orElseGet(() -> Tree.of("parentRef", reference, "controllerName", "sandbox.example.com/gateway"));
            confirm(parent, missing, generation);
            parents.add(parent);
        }
        actor.status(route, status -> status.put("parents", parents));
    }

    private void confirm(Map<String, @Nullable Object> parent, List<String> missing, long generation) {
        String now = actor.now();
        Conditions.set(parent, condition("Accepted", "True", "Accepted", "", generation), now);
        Conditions.set(
                parent,
                missing.isEmpty()
                        ? condition("ResolvedRefs", "True", "ResolvedRefs", "", generation)
                        : condition(
                                "ResolvedRefs",
                                "False",
                                "BackendNotFound",
                                "there is no Service " + String.join(", ", missing),
                                generation),
                now);
    }

    private static Map<String, @Nullable Object> condition(
            String type, String status, String reason, String message, long generation) {
        return Tree.of(
                "type", type, "status", status, "reason", reason, "message", message, "observedGeneration", generation);
    }
}
