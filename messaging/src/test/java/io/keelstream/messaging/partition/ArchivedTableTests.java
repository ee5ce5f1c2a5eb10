package io.keelstream.messaging.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.messaging.codec.Decoded;
import io.keelstream.messaging.event.Received;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArchivedTableTests {

    private static final Inventory PAYLOAD = Inventory.empty(new Placement("default", null, "shop"));

    private final Map<Long, Decoded> broker = new HashMap<>();
    private final ArchivedTable<Inventory> table = new ArchivedTable<>(Inventory.class, broker::get);

    @Test
    void keysOfASubjectAreThoseOfThatSubjectAlone() {
        consume("production/shop#b", 1);
        consume("production/shop#a", 2);
        consume("production/shop-2#a", 3);
        consume("production/shop", 4);

        assertThat(table.keys("production/shop")).containsExactly("production/shop#a", "production/shop#b");
    }

    @Test
    void recordIsReadWhereItIsNow() throws Exception {
        consume("t#a", 1);
        consume("t#a", 5);
        broker.remove(1L);

        assertThat(table.read("t#a")).isEqualTo(PAYLOAD);
        assertThat(table.read("t#b")).isNull();
    }

    @Test
    void recordThatTheBrokerNoLongerHasIsNone() throws Exception {
        consume("t#a", 1);
        broker.clear();

        assertThat(table.read("t#a")).isNull();
    }

    @Test
    void ownWriteIsVisibleBeforeItsEcho() {
        committed("t#a", 7, false);

        assertThat(table.keys("t")).containsExactly("t#a");
        assertThat(consume("t#a", 7)).isFalse();
    }

    @Test
    void echoOfARecordThatWasRemovedMeanwhileDoesNotBringItBack() {
        committed("t#a", 7, false);
        committed("t#a", 9, true);

        assertThat(consume("t#a", 7)).isFalse();
        assertThat(table.keys("t")).isEmpty();
        assertThat(table.consume(new Decoded.Tombstone("t#a", 2), 9)).isFalse();
        assertThat(table.keys("t")).isEmpty();
    }

    private boolean consume(String key, long offset) {
        Decoded event = new Decoded.Event(EventType.INVENTORY_CHANGED, received(key, offset));
        broker.put(offset, event);
        return table.consume(event, offset);
    }

    private void committed(String key, long offset, boolean removed) {
        @Nullable Received<Inventory> written = removed ? null : received(key, offset);
        table.committed(key, written, offset);
    }

    private static Received<Inventory> received(String key, long offset) {
        Received.Place place = new Received.Place(0, offset, Instant.EPOCH);
        return new Received<>(key, PAYLOAD, "id", offset, Instant.EPOCH, place, null);
    }
}
