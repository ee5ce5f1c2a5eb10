package io.keelstream.messaging.scenario;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import java.time.Instant;
import java.util.List;

/** Small valid records that carry a number. */
final class Samples {

    private Samples() {}

    static Inventory inventory(long sequence) {
        return new Inventory(
                sequence, "local", null, "shop", List.of(), null, null, null, null, 0, null, null, List.of());
    }

    static Fact inventory(String key, long sequence) {
        return Fact.of(EventType.INVENTORY_CHANGED, key, inventory(sequence), EventContext.at(Instant.now()));
    }

    static RevisionRejected rejected(String text) {
        Revision revision = new Revision("infra", "refs/heads/main", "0".repeat(40), "A <a@b>", text, Instant.EPOCH);
        return new RevisionRejected(revision, List.of(new Problem("Sample", text, null)));
    }
}
