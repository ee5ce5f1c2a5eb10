package io.keelstream.e2e.latest;

import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.e2e.crash.PlannerAndApplier;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.messaging.event.Fact;
import io.keelstream.sandbox.Sandbox;
import io.keelstream.sandbox.SandboxOptions;
import io.keelstream.testing.partition.MemoryPartition;
import io.keelstream.testing.partition.MortalPartition.Fate;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Planner and applier with records in memory: in place of git-watcher, what it would write is written at once. */
final class RecordsWorld implements World {

    private final MemoryPartition records = new MemoryPartition();
    private final List<String> commits = new ArrayList<>();
    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
    private final LiveCluster live;
    private final Writes writes;
    private final PlannerAndApplier services;

    /** @param folder for the kubeconfig */
    RecordsWorld(Path folder) {
        Path kubeconfig = sandbox.writeKubeconfig(folder.resolve("kubeconfig"));
        live = LiveCluster.open(kubeconfig);
        writes = Writes.of(live.client());
        services = new PlannerAndApplier(kubeconfig, records, Fate.NONE);
    }

    @Override
    public Pushed push(String application, Wish wish) {
        String target = World.target(application);
        String commit = "c%04d".formatted(commits.size());
        Desired desired = wish.desired(application, commit, desired(target));
        commits.add(commit);
        Instant now = Instant.now();
        records.put(Topic.DESIRED, target, desired);
        services.changed(Topic.DESIRED, target);
        return new Pushed(commit, now, now);
    }

    @Override
    public List<String> commits() {
        return List.copyOf(commits);
    }

    @Override
    public @Nullable Desired desired(String target) {
        return records.read(Topic.DESIRED, Desired.class, target);
    }

    @Override
    public @Nullable Plan plan(String target) {
        return records.read(Topic.PLAN, Plan.class, target);
    }

    @Override
    public @Nullable Inventory inventory(String target) {
        return records.read(Topic.INVENTORY, Inventory.class, target);
    }

    @Override
    public void decide(String target, Decision decision) {
        records.put(Topic.DECISION, decision.key(target), decision);
        services.changed(Topic.DECISION, decision.key(target));
    }

    @Override
    public List<Fact> facts() {
        return records.written();
    }

    @Override
    public Writes writes() {
        return writes;
    }

    @Override
    public void close() {
        services.close();
        writes.close();
        live.close();
        sandbox.close();
    }
}
