package io.keelstream.planner.reconcile;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Archive;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.FactRefusedException;
import io.keelstream.messaging.partition.OwnedPartition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundles of each target that a rollback may need, or a comparison: the one that is released now, the one that is applied, and
 * those that the inventory says were healthy. Written when a plan of a bundle is ready, or says that nothing differs, because what Git wants
 * may be another bundle before that one is known to be healthy. Thread-safe.
 */
final class KnownGoodBundles {

    private static final Logger LOG = LoggerFactory.getLogger(KnownGoodBundles.class);

    private final OwnedPartition partition;
    private final Clock clock;

    /** The bundle that was read last, of targets that are rolled back. */
    private final Map<String, Desired> read = new ConcurrentHashMap<>();

    /** Keys that are too large to be kept. */
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    KnownGoodBundles(OwnedPartition partition, Clock clock) {
        this.partition = partition;
        this.clock = clock;
    }

    /** The bundle with the digest; null where it is not kept. */
    @Nullable
    Desired find(String target, String digest) throws InterruptedException {
        Desired last = read.get(target);
        if (last != null && last.bundleDigest().equals(digest)) {
            return last;
        }
        Desired found = archive().read(key(target, digest));
        if (found != null) {
            read.put(target, found);
        }
        return found;
    }

    /** Keeps what may be needed and is not kept yet, and drops what is not needed any more. */
    void keep(TargetRecords records, @Nullable Plan published) {
        if (records.inventory() instanceof Entry.Unreadable<Inventory>
                || records.desired() instanceof Entry.Unreadable<Desired>) {
            return;
        }
        String target = records.target();
        Inventory inventory = records.inventory() instanceof Entry.Present<Inventory>(Received<Inventory> received)
                ? received.payload()
                : null;
        Desired desired = records.desired() instanceof Entry.Present<Desired>(Received<Desired> received)
                        && !received.payload().removed()
                ? received.payload()
                : null;
        Set<String> kept = archive().keys(target);
        EventContext context = EventContext.at(clock.instant());
        List<Fact> facts = new ArrayList<>();
        if (desired != null && released(desired, inventory, published)) {
            String key = key(target, desired.bundleDigest());
            if (!kept.contains(key) && !refused.contains(key)) {
                facts.add(Fact.of(EventType.KNOWN_GOOD_CHANGED, key, desired, context));
            }
        }
        Set<String> needed = needed(target, inventory, desired);
        kept.stream()
                .filter(key -> !needed.contains(key))
                .forEach(key -> facts.add(Fact.tombstone(EventType.KNOWN_GOOD_CHANGED, key, context)));
        refused.removeIf(key -> Topic.subject(key).equals(target) && !needed.contains(key));
        if (inventory == null || inventory.history().failed() == null) {
            read.remove(target);
        }
        facts.forEach(fact -> write(target, fact));
    }

    private static boolean released(Desired desired, @Nullable Inventory inventory, @Nullable Plan published) {
        String digest = desired.bundleDigest();
        boolean ready = published != null
                && (published.state() == Plan.State.READY || published.state() == Plan.State.UNCHANGED)
                && published.answers(desired)
                && published.bundleDigest().equals(digest);
        return ready
                || (inventory != null
                        && (digest.equals(inventory.appliedBundle())
                                || (inventory.release() != null
                                        && digest.equals(inventory.release().bundleDigest()))));
    }

    private static Set<String> needed(String target, @Nullable Inventory inventory, @Nullable Desired desired) {
        Set<String> needed = new HashSet<>();
        if (desired != null) {
            needed.add(key(target, desired.bundleDigest()));
        }
        if (inventory != null) {
            inventory.history().knownGood().forEach(each -> needed.add(key(target, each.bundle())));
            if (inventory.appliedBundle() != null) {
                needed.add(key(target, inventory.appliedBundle()));
            }
            if (inventory.release() != null) {
                needed.add(key(target, inventory.release().bundleDigest()));
            }
        }
        return needed;
    }

    /** Nobody waits for it: what is lost with this process is written when the target is evaluated again. */
    private void write(String target, Fact fact) {
        CompletableFuture<Void> _ = partition.writer().write(List.of(fact)).whenComplete((done, failure) -> {
            Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
            if (cause instanceof FactRefusedException tooLarge) {
                refused.add(fact.key());
                LOG.atWarn()
                        .addKeyValue("target", target)
                        .addKeyValue("cause", tooLarge.getMessage())
                        .log("The bundle is too large to be kept for a rollback");
            }
        });
    }

    private Archive<Desired> archive() {
        return partition.archive(Topic.KNOWN_GOOD, Desired.class);
    }

    private static String key(String target, String digest) {
        return target + "#" + digest;
    }
}
