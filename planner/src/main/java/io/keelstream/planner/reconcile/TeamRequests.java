package io.keelstream.planner.reconcile;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.plan.Assessment.Demand;
import io.keelstream.contracts.plan.Assessment.DemandRange;
import io.keelstream.kubernetes.demand.TargetDemand;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What the pods of each team request, as Git wants them: a team is the label {@code team} of an application. It counts the targets of
 * the partitions that this process owns. Two hundred teams have a name of their own, because labels of metrics have to be few; the others
 * share {@code other}. Thread-safe.
 */
public final class TeamRequests {

    private static final String LABEL = "team";
    private static final String OTHERS = "other";
    private static final int TEAMS = 200;
    private static final double MILLIS = 1000;

    private final MeterRegistry meters;
    private final int nodes;
    private final Map<String, Counted> targets = new ConcurrentHashMap<>();
    private final Map<String, Sums> teams = new ConcurrentHashMap<>();

    /**
     * @param meters where the figures go
     * @param nodes how many nodes a DaemonSet runs on
     */
    public TeamRequests(MeterRegistry meters, int nodes) {
        this.meters = meters;
        this.nodes = nodes;
    }

    private record Counted(int partition, String bundle, Sums team, DemandRange demand) {}

    private record Sum(LongAdder cpuMillis, LongAdder memoryBytes) {

        Sum() {
            this(new LongAdder(), new LongAdder());
        }

        void add(Demand demand, int sign) {
            cpuMillis.add(sign * demand.cpuMillis());
            memoryBytes.add(sign * demand.memoryBytes());
        }
    }

    private record Sums(Sum least, Sum most) {

        void add(DemandRange demand, int sign) {
            least.add(demand.least(), sign);
            most.add(demand.most(), sign);
        }
    }

    /** What Git wants of a target now; null where it wants nothing. */
    void wanted(int partition, String target, @Nullable Desired desired) {
        targets.compute(target, (name, known) -> {
            if (known != null && desired != null && known.bundle().equals(desired.bundleDigest())) {
                return known;
            }
            if (known != null) {
                known.team().add(known.demand(), -1);
            }
            if (desired == null || desired.removed()) {
                return null;
            }
            Sums team = team(desired.labels().getOrDefault(LABEL, ""));
            DemandRange demand = demand(desired);
            team.add(demand, 1);
            return new Counted(partition, desired.bundleDigest(), team, demand);
        });
    }

    /** Another process counts the targets of a partition. */
    void left(int partition) {
        targets.values().removeIf(each -> {
            if (each.partition() == partition) {
                each.team().add(each.demand(), -1);
                return true;
            }
            return false;
        });
    }

    private DemandRange demand(Desired desired) {
        Map<ObjectReference, Manifest> objects = new LinkedHashMap<>();
        for (DesiredObject each : desired.objects()) {
            objects.put(ObjectReference.parse(each.reference()), new Manifest(each.body()));
        }
        return TargetDemand.of(objects, nodes);
    }

    private Sums team(String name) {
        Sums known = teams.get(name);
        return known != null ? known : teams.computeIfAbsent(teams.size() < TEAMS ? name : OTHERS, this::registered);
    }

    private Sums registered(String team) {
        Sums sums = new Sums(new Sum(), new Sum());
        register(team, "least", sums.least());
        register(team, "most", sums.most());
        return sums;
    }

    private void register(String team, String pods, Sum sum) {
        Tags tags = Tags.of("team", team, "pods", pods);
        Gauge.builder("keelstream.requests.cpu", sum, each -> each.cpuMillis().sum() / MILLIS)
                .tags(tags)
                .register(meters);
        Gauge.builder(
                        "keelstream.requests.memory",
                        sum,
                        each -> each.memoryBytes().sum())
                .tags(tags)
                .register(meters);
    }
}
