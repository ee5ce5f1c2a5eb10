package io.keelstream.applier.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.ApplyState;
import io.keelstream.contracts.inventory.InventoryObject.OwnedFields;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.partition.FactRefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TransitionWriterTests {

    private static final String TARGET = "production/shop";

    private final List<Fact> written = new ArrayList<>();

    @Test
    void tooLargeInventoryIsWrittenWithoutTheFieldsThatWeOwn() {
        // Given
        TransitionWriter transitions = new TransitionWriter(facts -> {
            if (ownsFields(facts)) {
                return CompletableFuture.failedFuture(new FactRefusedException("too large"));
            }
            written.addAll(facts);
            return CompletableFuture.completedFuture(null);
        });

        // When
        transitions.write(TARGET, List.of(inventory()));

        // Then
        assertThat(written).singleElement().satisfies(fact -> {
            Inventory left = (Inventory) fact.payload();
            assertThat(left.sequence()).isEqualTo(7);
            assertThat(left.objects()).singleElement().satisfies(object -> {
                assertThat(object.reference()).isEqualTo("ConfigMap/shop/settings");
                assertThat(object.uid()).isEqualTo("uid");
                assertThat(object.digest()).isEqualTo("sha256:1");
                assertThat(object.ownedFields()).isNull();
            });
        });
    }

    @Test
    void recordThatIsTooLargeForAnotherReasonIsReported() {
        // Given
        TransitionWriter transitions =
                new TransitionWriter(facts -> CompletableFuture.failedFuture(new FactRefusedException("too large")));

        // Then
        assertThatThrownBy(() -> transitions.write(TARGET, List.of(inventory())))
                .isInstanceOf(FactRefusedException.class)
                .hasMessage("too large");
    }

    private static boolean ownsFields(List<Fact> facts) {
        return facts.stream()
                .map(Fact::payload)
                .map(Inventory.class::cast)
                .flatMap(inventory -> inventory.objects().stream())
                .anyMatch(object -> object.ownedFields() != null);
    }

    private static Fact inventory() {
        InventoryObject object = new InventoryObject(
                "ConfigMap/shop/settings",
                "v1",
                0,
                null,
                new ApplyState("uid", "sha256:1", false, false, 7L),
                new OwnedFields(Map.of("f:data", Map.of()), Instant.EPOCH));
        Inventory inventory = new Inventory(
                7,
                new Placement("default", null, "shop"),
                List.of(object),
                null,
                Inventory.Applied.NOTHING,
                Inventory.History.NONE,
                List.of());
        return Fact.of(EventType.INVENTORY_CHANGED, TARGET, inventory, EventContext.at(Instant.EPOCH));
    }
}
