package io.keelstream.applier.journal;

import io.keelstream.applier.inventory.InventoryEnd;
import io.keelstream.applier.release.Release;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Ids;
import io.keelstream.messaging.partition.FactRefusedException;
import io.keelstream.messaging.partition.FactWriter;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the transitions of targets. A release must end, whatever its size: an inventory that is too large for a record is
 * written without the fields that we own, and the drift of its objects is not judged until a smaller one replaces it.
 * Thread-safe.
 */
public final class TransitionWriter {

    private static final Logger LOG = LoggerFactory.getLogger(TransitionWriter.class);

    private final FactWriter writer;

    /** @param writer the partition's */
    public TransitionWriter(FactWriter writer) {
        this.writer = writer;
    }

    /** Writes a transition and waits for it. */
    public void write(String target, List<Fact> facts) {
        try {
            writer.writeAndWait(facts);
        } catch (FactRefusedException tooLarge) {
            LOG.atError()
                    .addKeyValue("target", target)
                    .addKeyValue("cause", tooLarge.getMessage())
                    .log("The inventory is too large for a record; drift of the target cannot be judged");
            writer.writeAndWait(facts.stream().map(TransitionWriter::smaller).toList());
        }
    }

    /** What every fact of a release belongs to. */
    public static EventContext context(Release release, Instant now, String traceparent) {
        String key = release.target().toString();
        return new EventContext(
                now, null, Ids.correlation(key, release.plan().revision().commit()), traceparent);
    }

    private static Fact smaller(Fact fact) {
        return fact.payload() instanceof Inventory inventory
                ? Fact.of(fact.type(), fact.key(), InventoryEnd.withoutFields(inventory), fact.context())
                : fact;
    }
}
