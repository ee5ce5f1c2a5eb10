package io.keelstream.planner.reconcile;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.plan.Assessment.Demand;
import io.keelstream.contracts.plan.Assessment.DemandRange;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.kubernetes.demand.TargetDemand;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the pods of each application request, as Git wants them, with its team: the label {@code team} of the application. It counts the
 * targets of the partitions that this process owns, and an application is gone from the metrics with its last one. A thousand
 * applications have a name of their own, because labels of metrics have to be few; the others of a team share {@code other}, and beyond
 * two hundred such teams those do too. Thread-safe; what is wanted of one target is said by one thread at a time.
 */
public final class ApplicationRequests {

    private static final String LABEL = "team";
    private static final String OTHERS = "other";
    private static final int APPLICATIONS = 1_000;
    private static final int TEAMS = 200;
    private static final double MILLIS = 1000;

    private final MeterRegistry meters;
    private final int nodes;
    private final Map<String, Counted> targets = new HashMap<>();
    private final Map<Name, Sums> sums = new HashMap<>();

    /**
     * @param meters where the figures go
     * @param nodes how many nodes a DaemonSet runs on
     */
    public ApplicationRequests(MeterRegistry meters, int nodes) {
        this.meters = meters;
        this.nodes = nodes;
    }

    private record Name(String team, String application) {

        boolean ofOthers() {
            return application.equals(OTHERS);
        }
    }

    private record Counted(int partition, String bundle, String team, Name name, DemandRange demand) {}

    private record Sum(AtomicLong cpuMillis, AtomicLong memoryBytes) {

        Sum() {
            this(new AtomicLong(), new AtomicLong());
        }

        void add(Demand demand, int sign) {
            cpuMillis.addAndGet(sign * demand.cpuMillis());
            memoryBytes.addAndGet(sign * demand.memoryBytes());
        }
    }

    /** The figures of one name, with how many targets are in them. */
    private static final class Sums {

        private final Sum least = new Sum();
        private final Sum most = new Sum();
        private final List<Meter> shown = new ArrayList<>();
        private int targets;

        void add(DemandRange demand, int sign) {
            least.add(demand.least(), sign);
            most.add(demand.most(), sign);
            targets += sign;
        }
    }

    /** What Git wants of a target now; null where it wants nothing. */
    void wanted(int partition, String target, @Nullable Desired desired) {
        if (desired == null || desired.removed()) {
            forget(target);
        } else if (!isCounted(target, desired)) {
            count(partition, target, desired, demand(desired));
        }
    }

    private synchronized boolean isCounted(String target, Desired desired) {
        Counted known = targets.get(target);
        return known != null
                && known.bundle().equals(desired.bundleDigest())
                && known.team().equals(team(desired));
    }

    private synchronized void count(int partition, String target, Desired desired, DemandRange demand) {
        forget(target);
        Name name = name(team(desired), TargetName.parse(target).application());
        Sums sum = sums.computeIfAbsent(name, this::shown);
        sum.add(demand, 1);
        targets.put(target, new Counted(partition, desired.bundleDigest(), team(desired), name, demand));
    }

    private synchronized void forget(String target) {
        Counted known = targets.remove(target);
        if (known != null) {
            subtract(known);
        }
    }

    /** Another process counts the targets of a partition. */
    synchronized void left(int partition) {
        targets.values().removeIf(each -> {
            boolean gone = each.partition() == partition;
            if (gone) {
                subtract(each);
            }
            return gone;
        });
    }

    private void subtract(Counted counted) {
        Sums sum = sums.get(counted.name());
        if (sum != null) {
            sum.add(counted.demand(), -1);
            if (sum.targets == 0) {
                sum.shown.forEach(meters::remove);
                sums.remove(counted.name());
            }
        }
    }

    private static String team(Desired desired) {
        return desired.labels().getOrDefault(LABEL, "");
    }

    private DemandRange demand(Desired desired) {
        Map<ObjectReference, Manifest> objects = new LinkedHashMap<>();
        for (DesiredObject each : desired.objects()) {
            objects.put(ObjectReference.parse(each.reference()), new Manifest(each.body()));
        }
        return TargetDemand.of(objects, nodes);
    }

    private Name name(String team, String application) {
        Name own = new Name(team, application);
        long teams = sums.keySet().stream().filter(Name::ofOthers).count();
        if (sums.containsKey(own) || sums.size() - teams < APPLICATIONS) {
            return own;
        }
        Name others = new Name(team, OTHERS);
        return sums.containsKey(others) || teams < TEAMS ? others : new Name(OTHERS, OTHERS);
    }

    private Sums shown(Name name) {
        Sums sum = new Sums();
        show(name, "least", sum, sum.least);
        show(name, "most", sum, sum.most);
        return sum;
    }

    private void show(Name name, String pods, Sums sums, Sum sum) {
        Tags tags = Tags.of("team", name.team(), "application", name.application(), "pods", pods);
        sums.shown.add(Gauge.builder(
                        "keelstream.requests.cpu", sum, each -> each.cpuMillis().get() / MILLIS)
                .tags(tags)
                .register(meters));
        sums.shown.add(Gauge.builder(
                        "keelstream.requests.memory",
                        sum,
                        each -> each.memoryBytes().get())
                .tags(tags)
                .register(meters));
    }
}
