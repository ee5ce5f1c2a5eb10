package io.keelstream.cli.explain;

import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.head.Commits;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.targets.TargetState.Deployment;
import io.keelstream.contracts.targets.TargetState.ObjectHealth;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.testing.partition.MemoryPartition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The records of a target as the services leave them, in which a fault is injected. Whatever is injected has consequences beside it, in
 * an order that the seed decides: an Ingress without endpoints, an autoscaler without metrics, an approval that is missing as well.
 */
final class FaultWorld {

    static final String SHOP = "production/shop";

    private static final List<ObjectHealth> CONSEQUENCES = List.of(
            new ObjectHealth("Ingress.networking.k8s.io/shop/web", "Progressing", "no address yet"),
            new ObjectHealth("HorizontalPodAutoscaler.autoscaling/shop/web", "Progressing", "no metrics yet"),
            new ObjectHealth("PodDisruptionBudget.policy/shop/web", "Degraded", "no disruption is allowed"),
            new ObjectHealth("HTTPRoute.gateway.networking.k8s.io/shop/web", "Degraded", "BackendNotFound"));

    private final TargetRecords records = new TargetRecords();
    private final Random random;

    FaultWorld(long seed) {
        this.random = new Random(seed);
        records.head("shop", false, List.of());
        state(SHOP, "Healthy", Deployment.NONE, List.of(), List.of(), List.of());
        plan(SHOP, Plan.State.READY, List.of(), List.of());
    }

    Tables tables() {
        return records.tables();
    }

    MemoryPartition records() {
        return records.partition();
    }

    /** The last release failed: these problems, and what follows from them. */
    void failed(Problem... problems) {
        List<Problem> all = new ArrayList<>(List.of(problems));
        consequences()
                .forEach(each -> all.add(
                        Reason.NOT_HEALTHY_IN_TIME.problem(each.health() + ": " + each.message(), each.reference())));
        Collections.shuffle(all, random);
        state(SHOP, "Progressing", ended("FAILED"), List.of(), all, List.of());
    }

    /** A release runs, and these objects are not healthy yet, or a person or a check holds its canary. */
    void running(Deployment deployment, ObjectHealth... objects) {
        state(SHOP, "Progressing", deployment, objects(objects), List.of(), List.of());
    }

    /** Some objects are not healthy while no release runs. */
    void degraded(ObjectHealth... objects) {
        state(SHOP, "Degraded", ended("HEALTHY"), objects(objects), List.of(), List.of());
    }

    /** The plan may not be carried out. */
    void planned(Plan.State state, Problem... problems) {
        List<Problem> all = new ArrayList<>(List.of(problems));
        if (state == Plan.State.AWAITING_APPROVAL) {
            all.add(
                    random.nextInt(all.size() + 1),
                    Reason.APPROVAL_MISSING.problem(
                            "approve it as it is: keelstream approve production/shop 3f2a9c1b4d5e; it has 0 of 1 approval",
                            null));
        }
        state(SHOP, "Healthy", Deployment.NONE, List.of(), all, List.of());
        plan(SHOP, state, all, List.of());
    }

    /** Another bundle takes the place of what Git wants. */
    void instead(Problem warning) {
        state(SHOP, "Healthy", ended("HEALTHY"), List.of(), List.of(warning), List.of());
        plan(SHOP, Plan.State.READY, List.of(), List.of(warning));
    }

    /** It waits for another target of its ref, which failed so. */
    void dependent(String other, String application, Problem theirs) {
        records.head(application, false, List.of());
        state(other, "Degraded", ended("FAILED"), List.of(), List.of(theirs), List.of());
        plan(other, Plan.State.READY, List.of(), List.of());
        waitsFor(SHOP, other);
    }

    /** One target waits for another one. */
    void waitsFor(String target, String other) {
        Problem waits = Reason.DEPENDENCY_NOT_READY.problem(
                "is not applied yet; policy.dependsOn asks for it to be healthy", other);
        state(target, "Missing", Deployment.NONE, List.of(), List.of(waits), List.of(other));
        plan(target, Plan.State.AWAITING_DEPENDENCY, List.of(waits), List.of());
    }

    /** The newest commit of an application is rejected. */
    void rejected(List<Problem> problems) {
        records.head("shop", true, problems);
        if (random.nextBoolean()) {
            degraded(CONSEQUENCES.get(random.nextInt(CONSEQUENCES.size())));
        }
    }

    /** Something is wrong with the ref. */
    void ref(Problem problem) {
        records().put(Topic.HEAD, TargetRecords.REF, Head.of(TargetRecords.revision(), List.of(problem), Commits.NONE));
    }

    void drifted(DriftState drift) {
        records().put(Topic.DRIFTED, SHOP, drift);
    }

    static Deployment ended(String outcome) {
        return new Deployment(
                "id", false, outcome, null, TargetRecords.revision(), TargetRecords.NOW.minusSeconds(300));
    }

    static Deployment begun(TargetState.@Nullable CanaryState canary) {
        return new Deployment("id", true, null, canary, TargetRecords.revision(), TargetRecords.NOW.minusSeconds(300));
    }

    private List<ObjectHealth> objects(ObjectHealth... objects) {
        List<ObjectHealth> all = new ArrayList<>(List.of(objects));
        all.addAll(consequences());
        Collections.shuffle(all, random);
        return all;
    }

    private List<ObjectHealth> consequences() {
        return CONSEQUENCES.stream().filter(each -> random.nextBoolean()).toList();
    }

    private void state(
            String target,
            String health,
            Deployment deployment,
            List<ObjectHealth> unhealthy,
            List<Problem> conditions,
            List<String> dependsOn) {
        records.state(target, health, deployment, "", unhealthy, conditions, dependsOn);
    }

    private void plan(String target, Plan.State state, List<Problem> problems, List<Problem> warnings) {
        records().put(Topic.PLAN, target, TargetRecords.plan(TargetRecords.WANTED, state, problems, warnings));
    }
}
