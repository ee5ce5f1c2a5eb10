package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.topic.Topic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A commit that comes in the middle of another one's release, of which the planner says something only once that has ended.
 *
 * @param manifests everything that the target has then
 */
record NewerCommit(List<String> manifests) {

    private static final String NAME = "newer";

    /** What Git says. */
    Desired desired() {
        Planned planned = Planned.of(TARGET, NAME);
        manifests.forEach(planned::create);
        return planned.desired();
    }

    /** Waits until nothing runs, and releases the commit: it is healthy, and nothing else is there. */
    void release(ApplyingSandbox world) {
        world.await().until(() -> {
            Inventory inventory = inventory(world);
            return inventory == null || inventory.release() == null;
        });
        Planned planned = planned(world);
        world.plan(planned);

        assertThat(world.awaitEnd(planned).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.finished(planned)).hasSize(1);
        assertThat(world.inventory().appliedBundle()).isEqualTo(planned.bundleDigest());
        assertThat(world.recorded())
                .containsExactlyInAnyOrderElementsOf(desired().objects().stream()
                        .map(DesiredObject::reference)
                        .toList());
        Remains.check(world);
    }

    private Planned planned(ApplyingSandbox world) {
        Planned planned = Planned.of(TARGET, NAME);
        for (String manifest : manifests) {
            String uid = world.uid(reference(manifest));
            if (uid.isEmpty()) {
                planned.create(manifest);
            } else {
                planned.update(manifest, uid);
            }
        }
        List<String> wanted = manifests.stream().map(NewerCommit::reference).toList();
        Inventory inventory = inventory(world);
        List<InventoryObject> recorded = inventory == null ? List.of() : inventory.objects();
        recorded.stream()
                .map(InventoryObject::reference)
                .filter(reference -> !wanted.contains(reference))
                .forEach(reference -> planned.prune(reference, world.uid(reference)));
        return planned;
    }

    private static String reference(String manifest) {
        return Planned.of(TARGET, NAME)
                .marked(Planned.manifest(manifest))
                .reference()
                .toString();
    }

    private static @Nullable Inventory inventory(ApplyingSandbox world) {
        return world.partition.read(Topic.INVENTORY, Inventory.class, TARGET);
    }
}
