package io.keelstream.testing.partition;

import io.keelstream.contracts.audit.DeploymentRecorded;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Fact;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has to be true of everything that services wrote about a target, wherever they died, once nothing runs: each deployment
 * starts once, ends once and is audited once, and no other one starts between; the inventory's sequence has no gap and never goes back; no
 * decision is answered twice; and nothing is left of a release. Records of different topics have no order. Used by one thread.
 */
public final class Aftermath {

    private final List<String> faults = new ArrayList<>();
    private final Set<String> started = new HashSet<>();
    private final Set<String> answered = new HashSet<>();
    private final Set<String> finished = new LinkedHashSet<>();
    private final Set<String> audited = new LinkedHashSet<>();
    private @Nullable String running;
    private @Nullable Inventory inventory;
    private @Nullable Execution execution;
    private @Nullable Plan plan;

    private Aftermath() {}

    /**
     * What is not true of it.
     *
     * @param facts everything that was written, in order
     * @param target the target
     * @return a sentence for each fault; empty where everything is as it has to be
     */
    public static List<String> faults(List<Fact> facts, String target) {
        Aftermath aftermath = new Aftermath();
        facts.stream().filter(fact -> Topic.subject(fact.key()).equals(target)).forEach(aftermath::read);
        aftermath.end();
        return List.copyOf(aftermath.faults);
    }

    private void read(Fact fact) {
        switch (fact.topic()) {
            case DEPLOYMENT -> deployment(fact.payload());
            case INVENTORY -> inventory((Inventory) fact.payload());
            case EXECUTION -> execution = (Execution) fact.payload();
            case RUNNING -> plan = (Plan) fact.payload();
            case AUDIT -> audit(fact.payload());
            default -> {}
        }
    }

    private void deployment(@Nullable Record event) {
        if (event instanceof DeploymentStarted begun) {
            String id = begun.deployment().deploymentId();
            check(started.add(id), "deployment " + id + " started twice");
            check(running == null, "deployment " + id + " started while " + running + " ran");
            running = id;
        }
        if (event instanceof DeploymentFinished ended) {
            String id = ended.deployment().deploymentId();
            check(id.equals(running), "deployment " + id + " finished, and " + running + " ran");
            running = null;
            finished.add(id);
        }
    }

    private void inventory(@Nullable Inventory next) {
        if (next != null) {
            long before = inventory == null ? 0 : inventory.sequence();
            check(
                    next.sequence() == before + 1 || (next.sequence() == before && next.release() != null),
                    "inventory " + next.sequence() + " follows " + before);
        }
        inventory = next;
    }

    private void audit(@Nullable Record event) {
        if (event instanceof DeploymentRecorded recorded) {
            String id = recorded.deployment().deploymentId();
            check(audited.add(id), "deployment " + id + " was audited twice");
        }
        if (event instanceof DecisionAnswer answer) {
            String id = answer.decision().id();
            check(answered.add(id), "decision " + id + " was answered twice");
        }
    }

    private void end() {
        check(running == null, "deployment " + running + " did not finish");
        finished.forEach(id -> check(audited.contains(id), "deployment " + id + " was not audited"));
        audited.forEach(id -> check(finished.contains(id), "deployment " + id + " was audited, and did not finish"));
        check(inventory == null || inventory.release() == null, "the inventory says that a release runs");
        check(execution == null || execution.outcome() != null, "the execution says that a release runs");
        check(plan == null, "the plan of a release is left");
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            faults.add(otherwise);
        }
    }
}
