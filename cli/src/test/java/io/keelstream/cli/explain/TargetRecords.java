package io.keelstream.cli.explain;

import io.keelstream.contracts.drift.DriftKind;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.drift.DriftedField;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.head.Head.BundleHead;
import io.keelstream.contracts.head.Head.Ending;
import io.keelstream.contracts.head.Head.Lifetime;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.contracts.targets.TargetIdentity;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.targets.TargetState.Deployment;
import io.keelstream.contracts.targets.TargetState.ObjectHealth;
import io.keelstream.contracts.targets.TargetState.Revisions;
import io.keelstream.contracts.targets.TargetState.State;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.testing.partition.MemoryPartition;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records of targets as the services write them, and the tables that hold them. */
record TargetRecords(MemoryPartition partition) {

    static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    static final String REF = "infra@refs/heads/main";

    /** What a plan names that is about what Git wants. */
    static final String WANTED = "sha256:0@" + revision().commit();

    TargetRecords() {
        this(new MemoryPartition());
    }

    Tables tables() {
        return new Tables(
                partition.table(Topic.HEAD, Head.class),
                partition.table(Topic.TARGET, TargetState.class),
                partition.table(Topic.PLAN, Plan.class),
                partition.table(Topic.DRIFTED, DriftState.class));
    }

    void head(String application, boolean rejected, List<Problem> problems) {
        BundleHead bundle =
                new BundleHead("sha256:0", List.of(), List.of(), "default", application, TargetPolicy.DEFAULT, 0);
        NumberedCommit changed = new NumberedCommit(1, revision().commit());
        TargetHead target = new TargetHead(
                "key",
                bundle,
                new Ending(rejected, problems, null, null),
                false,
                List.of(),
                new Lifetime(List.of(changed), null));
        partition.put(
                Topic.HEAD,
                REF + "#" + application,
                Head.of(revision(), new ApplicationHead(application, Map.of("production", target))));
    }

    void state(
            String target,
            String health,
            Deployment deployment,
            String waitingFor,
            List<ObjectHealth> unhealthy,
            List<Problem> conditions,
            List<String> dependsOn) {
        partition.put(
                Topic.TARGET,
                target,
                new TargetState(
                        TargetIdentity.of(TargetName.parse(target), "default", "shop"),
                        new Revisions(revision(), revision()),
                        new State(health, NOW.minusSeconds(30), 1, unhealthy),
                        deployment,
                        waitingFor,
                        conditions,
                        dependsOn));
    }

    static Plan plan(String answers, Plan.State state, List<Problem> problems, List<Problem> warnings) {
        return new Plan(
                "plan",
                new Plan.Origin(Plan.Mode.APPLY, Plan.Trigger.REVISION, answers, 1, 0),
                new Plan.Bundle("sha256:0", revision(), TargetPolicy.DEFAULT, Map.of(), Map.of()),
                new Placement("default", null, "shop"),
                new Plan.Readiness(state, null, problems, warnings),
                Plan.Work.NONE,
                new Plan.Timing(NOW.minusSeconds(20), 1));
    }

    /** An object whose replicas somebody changed with kubectl; contested where that comes back after each correction. */
    static DriftedObject drifted(String reference, boolean contested) {
        DriftedField field = new DriftedField(
                "/spec/replicas",
                DriftedField.Change.CHANGED,
                new DriftedField.Writer("kubectl-edit", "Update", null, NOW),
                "5",
                "1");
        return new DriftedObject(
                reference,
                DriftKind.MODIFIED,
                new DriftedObject.Difference(List.of(field), 1, null, "f"),
                null,
                TargetPolicy.Drift.REPORT,
                new DriftedObject.Times(NOW.minusSeconds(40), NOW),
                new DriftedObject.Contest(contested, contested ? NOW.plusSeconds(60) : null));
    }

    static Revision revision() {
        return new Revision("infra", "refs/heads/main", "abcdef12".repeat(5), "Ada", "Change", NOW);
    }
}
