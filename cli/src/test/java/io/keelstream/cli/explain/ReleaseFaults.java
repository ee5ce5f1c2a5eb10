package io.keelstream.cli.explain;

import static io.keelstream.cli.explain.FaultWorld.SHOP;
import static io.keelstream.cli.explain.TargetRecords.NOW;

import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetState.CanaryState;
import io.keelstream.contracts.targets.TargetState.ObjectHealth;
import io.keelstream.contracts.topic.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What keeps a commit from being released, or goes wrong after it was: gates, clusters, objects, hooks, canaries, drift, records. */
final class ReleaseFaults {

    private static final String WEB = "Deployment.apps/shop/web";

    private ReleaseFaults() {}

    static Stream<Fault> all() {
        return Stream.of(gates(), cluster(), objects(), holds(), changes(), records())
                .flatMap(each -> each);
    }

    private static Stream<Fault> gates() {
        Problem crash = Reason.NOT_HEALTHY_IN_TIME.problem(
                "Progressing: 0 of 1 replicas ready; 1 pod: container db: CrashLoopBackOff (last exit code 3, Error)",
                "StatefulSet.apps/database/db");
        return Stream.of(
                waits("manual sync", Plan.State.AWAITING_APPROVAL, Reason.SYNC_MANUAL, "policy.sync is manual", null),
                waits(
                        "limit of deletions",
                        Plan.State.AWAITING_APPROVAL,
                        Reason.PRUNE_LIMIT,
                        "raise prune.maxObjects to 12; 12 objects leave",
                        null),
                waits(
                        "protected kind",
                        Plan.State.AWAITING_APPROVAL,
                        Reason.PROTECTED_KIND,
                        "the claim and its data would be deleted",
                        "PersistentVolumeClaim/shop/data"),
                waits(
                        "nothing rendered",
                        Plan.State.AWAITING_APPROVAL,
                        Reason.EMPTY_RENDER,
                        "nothing is rendered any more",
                        null),
                waits("costs", Plan.State.AWAITING_APPROVAL, Reason.COST_INCREASE, "asks for 40 % more CPU", null),
                waits("broken rule", Plan.State.AWAITING_APPROVAL, Reason.RULE_BROKEN, "the image has no digest", WEB),
                waits("removal", Plan.State.AWAITING_APPROVAL, Reason.REMOVAL_CONFIRM, "onRemoval is confirm", null),
                waits("rejection", Plan.State.BLOCKED, Reason.REJECTED, "ada rejected it: not on a Friday", null),
                waits("windows", Plan.State.AWAITING_WINDOW, Reason.WINDOW_CLOSED, "its windows open at 09:00", null),
                waits(
                        "targets in a circle",
                        Plan.State.BLOCKED,
                        Reason.TARGET_CYCLE,
                        "the targets wait for each other: production/shop -> production/database -> production/shop",
                        null),
                Fault.of(
                        "dependency that crashes",
                        List.of("waits for production/database", "StatefulSet.apps/database/db", "exit code 3"),
                        world -> world.dependent("production/database", "database", crash)),
                Fault.of(
                        "dependency of a dependency",
                        List.of("waits for production/queue", "StatefulSet.apps/database/db", "exit code 3"),
                        world -> {
                            world.dependent("production/database", "database", crash);
                            world.waitsFor("production/queue", "production/database");
                            world.waitsFor(SHOP, "production/queue");
                        }),
                Fault.of(
                        "dependency that nobody knows",
                        List.of("production/cache: is not applied yet"),
                        world -> world.waitsFor(SHOP, "production/cache")),
                waits("pin", Plan.State.BLOCKED, Reason.PINNED, "commit abcdef12 is held by the pin of ada", null),
                Fault.of(
                        "pin to an earlier commit",
                        List.of("is pinned", "the pin of ada"),
                        world -> world.instead(
                                Reason.PINNED.problem("commit abcdef12 is held by the pin of ada", null))),
                Fault.of(
                        "rollback",
                        List.of("is rolled back", "exit code 1"),
                        world -> world.instead(Reason.ROLLED_BACK.problem(
                                "commit abcdef12 did not become healthy: " + WEB + ": exit code 1", null))),
                waits(
                        "hold after a failure",
                        Plan.State.BLOCKED,
                        Reason.RELEASE_FAILED,
                        "commit abcdef12 did not become healthy: Job.batch/shop/migrate: exit code 4",
                        null));
    }

    private static Stream<Fault> cluster() {
        return Stream.of(
                waits(
                        "cluster that is away",
                        Plan.State.BLOCKED,
                        Reason.CLUSTER_UNREACHABLE,
                        "does not answer since",
                        null),
                waits("cluster that is busy", Plan.State.BLOCKED, Reason.CLUSTER_BUSY, "the server answers 429", null),
                waits("cluster that was rebuilt", Plan.State.BLOCKED, Reason.CLUSTER_REPLACED, "has another uid", null),
                waits("unknown cluster", Plan.State.BLOCKED, Reason.UNKNOWN_CLUSTER, "has no cluster 'east'", null),
                waits("stopped by a person", Plan.State.BLOCKED, Reason.STOPPED, "the stop switch is on", null),
                waits(
                        "missing definition",
                        Plan.State.FAILED,
                        Reason.UNKNOWN_KIND,
                        "no such kind",
                        "Kafka.kafka.strimzi.io/shop/k"),
                waits(
                        "missing namespace",
                        Plan.State.FAILED,
                        Reason.MISSING_NAMESPACE,
                        "there is no namespace",
                        "ConfigMap/ops/a"),
                waits(
                        "missing right",
                        Plan.State.FAILED,
                        Reason.FORBIDDEN,
                        "cannot create resource \"ingresses\"",
                        "Ingress.networking.k8s.io/shop/a"),
                waits(
                        "webhook that denies",
                        Plan.State.FAILED,
                        Reason.FORBIDDEN,
                        "admission webhook \"policy\" denied the request",
                        WEB),
                waits(
                        "webhook that is away",
                        Plan.State.FAILED,
                        Reason.DEPENDENCY_UNAVAILABLE,
                        "failed calling webhook",
                        WEB));
    }

    private static Stream<Fault> objects() {
        return Stream.of(
                waits(
                        "field that the kind does not have",
                        Plan.State.FAILED,
                        Reason.REFUSED,
                        ".spec.replica: field not declared in schema",
                        WEB),
                waits(
                        "immutable field",
                        Plan.State.FAILED,
                        Reason.IMMUTABLE_FIELD,
                        "spec.selector: field is immutable",
                        WEB),
                waits(
                        "object of somebody else",
                        Plan.State.BLOCKED,
                        Reason.FOREIGN_OWNER,
                        "belongs to staging/shop",
                        WEB),
                waits("field of another manager", Plan.State.BLOCKED, Reason.CONFLICT, "is owned by \"kubectl\"", WEB),
                waits(
                        "namespace on its way out",
                        Plan.State.BLOCKED,
                        Reason.NAMESPACE_TERMINATING,
                        "is being deleted",
                        "Namespace//shop"),
                Fault.of(
                        "claim that is not bound",
                        List.of("PersistentVolumeClaim/shop/data", "not bound yet"),
                        world -> world.failed(
                                Reason.NOT_HEALTHY_IN_TIME.problem(
                                        "Progressing: 0 of 1 updated replicas available; 1 pod: pending: pod has unbound claims",
                                        WEB),
                                Reason.NOT_HEALTHY_IN_TIME.problem(
                                        "Progressing: not bound yet", "PersistentVolumeClaim/shop/data"))),
                Fault.of(
                        "secret that an operator does not write",
                        List.of("ExternalSecret.external-secrets.io/shop/db", "SecretSyncedError"),
                        world -> world.failed(
                                Reason.NOT_HEALTHY_IN_TIME.problem(
                                        "Progressing: 0 of 1 updated replicas available; 1 pod: container app: CreateContainerConfigError",
                                        WEB),
                                Reason.NOT_HEALTHY_IN_TIME.problem(
                                        "Degraded: SecretSyncedError: could not get secret data",
                                        "ExternalSecret.external-secrets.io/shop/db"))),
                Fault.of(
                        "hook",
                        List.of("Job.batch/shop/migrate", "exit code 4"),
                        world -> world.failed(Reason.HOOK_FAILED.problem(
                                "the pre-apply hook failed: exit code 4", "Job.batch/shop/migrate"))),
                Fault.of(
                        "quota of objects",
                        List.of("Service/shop/web", "exceeded quota"),
                        world -> world.failed(Reason.FORBIDDEN.problem(
                                "exceeded quota: services.loadbalancers", "Service/shop/web"))),
                Fault.of(
                        "node that went away",
                        List.of(WEB, "1 of 3 updated replicas available"),
                        world -> world.degraded(
                                new ObjectHealth(WEB, "Progressing", "1 of 3 updated replicas available"))),
                Fault.of(
                        "image of a release that runs",
                        List.of("is being released", WEB, "ImagePullBackOff"),
                        world -> world.running(
                                FaultWorld.begun(null),
                                new ObjectHealth(
                                        WEB,
                                        "Progressing",
                                        "0 of 1 updated replicas available; 1 pod: container app: ImagePullBackOff"))));
    }

    /** Whatever holds a canary. */
    private static Stream<Fault> holds() {
        return Arrays.stream(TrialHold.Cause.values())
                .filter(each -> each != TrialHold.Cause.UNKNOWN)
                .map(cause -> Fault.of(
                        "canary on hold: " + cause,
                        List.of("is being released", "canary: is on hold, it is " + cause),
                        world -> world.running(FaultWorld.begun(
                                new CanaryState(1, 3, 25, new TrialHold(cause, NOW, "it is " + cause))))));
    }

    /** Changes outside Git. */
    private static Stream<Fault> changes() {
        return Stream.of(
                Fault.of(
                        "drift contest",
                        List.of("again after each correction", WEB, "by kubectl-edit: /spec/replicas 1 -> 5"),
                        world -> world.drifted(drift(true))),
                Fault.of(
                        "drift contest that breaks the workload",
                        List.of("again after each correction", WEB, "by kubectl-edit"),
                        world -> {
                            world.degraded(new ObjectHealth(WEB, "Degraded", "ProgressDeadlineExceeded"));
                            world.drifted(drift(true));
                        }),
                Fault.of(
                        "manual change that breaks the workload",
                        List.of("was changed outside Git", WEB, "by kubectl-edit"),
                        world -> {
                            world.degraded(new ObjectHealth(WEB, "Degraded", "ProgressDeadlineExceeded"));
                            world.drifted(drift(false));
                        }),
                Fault.of(
                        "drift that cannot be judged",
                        List.of("cannot be checked for drift", "may not list them"),
                        world -> world.drifted(new DriftState(
                                1,
                                List.of(),
                                List.of(),
                                List.of(Reason.KIND_NOT_READABLE.problem(
                                        "the account may not list them", "Secret/shop/a"))))));
    }

    /** Records of the target that cannot be read. */
    private static Stream<Fault> records() {
        return Stream.of(Topic.TARGET, Topic.PLAN)
                .map(topic -> Fault.of(
                        "record of " + topic,
                        List.of(topic.topicName(), "cannot be read"),
                        world -> world.records().poison(topic, SHOP)));
    }

    private static Fault waits(String name, Plan.State state, Reason reason, String message, @Nullable String where) {
        List<String> named = where == null ? List.of(message) : List.of(where, message);
        return Fault.of(name, named, world -> world.planned(state, reason.problem(message, where)));
    }

    private static DriftState drift(boolean contested) {
        return new DriftState(1, List.of(TargetRecords.drifted(WEB, contested)), List.of(), List.of());
    }
}
