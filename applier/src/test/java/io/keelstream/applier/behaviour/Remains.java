package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.testing.partition.Aftermath;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has to be true of a target wherever its process died, once nothing runs: of what was recorded ({@link Aftermath}), and the
 * inventory has every object of the cluster that has the target's mark, and no other.
 */
final class Remains {

    /** What stories have. */
    private static final Map<String, String> KINDS = Map.of(
            "ConfigMap", "v1",
            "Service", "v1",
            "Deployment", "apps/v1",
            "Job", "batch/v1",
            "HTTPRoute", "gateway.networking.k8s.io/v1",
            "HorizontalPodAutoscaler", "autoscaling/v2");

    private Remains() {}

    /** Fails where something else is left. */
    static void check(ApplyingSandbox world) {
        world.await().untilAsserted(() -> {
            assertThat(Aftermath.faults(world.partition.written(), TARGET)).isEmpty();
            assertThat(live(world)).isEqualTo(recorded(world));
        });
    }

    private static Map<String, String> recorded(ApplyingSandbox world) {
        Inventory inventory = world.partition.read(Topic.INVENTORY, Inventory.class, TARGET);
        List<InventoryObject> objects = inventory == null ? List.of() : inventory.objects();
        Map<String, String> recorded = new TreeMap<>();
        objects.forEach(each -> recorded.put(each.reference(), String.valueOf(each.uid())));
        return recorded;
    }

    private static Map<String, String> live(ApplyingSandbox world) {
        Map<String, String> live = new TreeMap<>();
        KINDS.forEach((kind, version) -> {
            if (world.client.discovery().find(version, kind) instanceof ApiResult.Ok<ResourceType>(ResourceType type)) {
                world.client.list(type, Planned.NAMESPACE, "keelstream.io/shard").orThrow().stream()
                        .filter(each -> ("acme/" + TARGET).equals(each.annotation("keelstream.io/owner")))
                        .filter(each -> each.label("keelstream.io/hook") == null)
                        .forEach(each -> live.put(each.reference().toString(), each.uid()));
            }
        });
        return live;
    }
}
