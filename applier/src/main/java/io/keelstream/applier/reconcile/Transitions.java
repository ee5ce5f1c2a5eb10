package io.keelstream.applier.reconcile;

import io.keelstream.applier.inventory.Ledger;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.partition.FactRefusedException;
import io.keelstream.messaging.partition.FactWriter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the transitions of targets. A release must end, whatever its size: an inventory that is too large for a record is
 * written without the fields that we own, and the drift of its objects is not judged until a smaller one replaces it.
 * Thread-safe.
 */
final class Transitions {

    private static final Logger LOG = LoggerFactory.getLogger(Transitions.class);

    private final FactWriter writer;

    Transitions(FactWriter writer) {
        this.writer = writer;
    }

    /** Writes a transition and waits for it. */
    void write(String target, List<Fact> facts) {
        try {
            writer.writeAndWait(facts);
        } catch (FactRefusedException tooLarge) {
            LOG.atError()
                    .addKeyValue("target", target)
                    .addKeyValue("cause", tooLarge.getMessage())
                    .log("The inventory is too large for a record; drift of the target cannot be judged");
            writer.writeAndWait(facts.stream().map(Transitions::smaller).toList());
        }
    }

    private static Fact smaller(Fact fact) {
        return fact.payload() instanceof Inventory inventory
                ? Fact.of(fact.type(), fact.key(), Ledger.withoutFields(inventory), fact.context())
                : fact;
    }
}
