package io.keelstream.messaging.scenario;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.PartitionLostException;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.messaging.partition.Prerequisite;
import io.keelstream.messaging.partition.ServiceInputs;
import io.keelstream.messaging.partition.Table;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.ServiceRunner;
import io.keelstream.messaging.work.KeyedWork;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * An applier that applies nothing. A plan's number says how far its target shall be; the inventory's number says how far it
 * is; each step is one transition of inventory and event. Whatever happens to instances, the events of a target must be
 * every number once, in order.
 */
final class ToyService implements AutoCloseable {

    static final ServiceInputs INPUTS =
            new ServiceInputs("applier", "test", List.of(Topic.PLAN, Topic.INVENTORY), List.of(), List.of("applier"));

    final MeterRegistry meters = new SimpleMeterRegistry();
    final Map<Integer, OwnedPartition> partitions = new ConcurrentHashMap<>();
    final ServiceRunner runner;
    private final Consumer<String> reports;

    /**
     * @param bootstrapServers the broker
     * @param reports gets {@code loaded <partition> <plans>}, {@code closed <partition>} and {@code violation <text>}
     */
    ToyService(String bootstrapServers, Consumer<String> reports) {
        this(bootstrapServers, INPUTS, reports);
    }

    /** The same with another subscription list, which holds that of {@link #INPUTS}. */
    ToyService(String bootstrapServers, ServiceInputs inputs, Consumer<String> reports) {
        this(bootstrapServers, inputs, List.of(), reports);
    }

    /** The same with something that it needs besides. */
    ToyService(
            String bootstrapServers, ServiceInputs inputs, List<Prerequisite> prerequisites, Consumer<String> reports) {
        this.reports = reports;
        this.runner = new ServiceRunner(
                inputs, KafkaSettings.at(bootstrapServers), Worker::new, meters, prerequisites, () -> {});
    }

    ToyService start() {
        runner.start();
        return this;
    }

    @Override
    public void close() {
        runner.stop(Duration.ofSeconds(20));
    }

    /** One partition's work. */
    private final class Worker implements PartitionWorker {

        private final OwnedPartition partition;
        private final Table<Plan> plans;
        private final Table<Inventory> inventories;
        private final KeyedWork work;
        private volatile boolean loaded;

        Worker(OwnedPartition partition) {
            this.partition = partition;
            this.plans = partition.table(Topic.PLAN, Plan.class);
            this.inventories = partition.table(Topic.INVENTORY, Inventory.class);
            this.work = new KeyedWork("toy-" + partition.number(), 8, Clock.systemUTC(), this::advance);
        }

        @Override
        public void loaded() {
            loaded = true;
            partitions.put(partition.number(), partition);
            reports.accept("loaded " + partition.number() + " " + plans.keys().size());
            plans.keys().forEach(work::wake);
        }

        @Override
        public void changed(Topic topic, String key) {
            if (!loaded) {
                reports.accept("violation changed before loaded");
            }
            work.wake(key);
        }

        @Override
        public void close() {
            partitions.remove(partition.number());
            work.close();
            reports.accept("closed " + partition.number());
        }

        private void advance(String key) {
            if (!(plans.get(key) instanceof Entry.Present<Plan> plan)) {
                return;
            }
            long goal = plan.received().payload().inventorySequence();
            try {
                for (long next = reached(key) + 1; next <= goal && !Thread.interrupted(); next++) {
                    partition
                            .writer()
                            .writeAndWait(step(key, next, plan.received().id()));
                    if (reached(key) != next) {
                        reports.accept("violation own write of " + key + " is not visible");
                    }
                }
            } catch (PartitionLostException e) {
                // the next owner goes on from what is committed
            }
        }

        private long reached(String key) {
            return inventories.get(key) instanceof Entry.Present<Inventory> present
                    ? present.received().payload().sequence()
                    : 0;
        }

        private List<Fact> step(String key, long number, String cause) {
            EventContext context = new EventContext(Instant.now(), cause, null, null);
            return List.of(
                    Fact.of(EventType.INVENTORY_CHANGED, key, Samples.inventory(number), context),
                    Fact.of(EventType.DEPLOYMENT_STARTED, key, Samples.started(number), context));
        }
    }
}
