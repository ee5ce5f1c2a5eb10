package io.keelstream.planner.canary;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.Router;
import io.keelstream.contracts.canary.CanaryRules.Traffic;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.planner.sample.Samples;
import java.util.List;
import java.util.Map;

/** Requests of tests. */
final class Bundles {

    private Bundles() {}

    static TrialRequest request(List<Manifest> objects) {
        return request(objects, Router.GATEWAY_API);
    }

    static TrialRequest request(List<Manifest> objects, Router router) {
        List<DesiredObject> desired =
                objects.stream().map(each -> Samples.object("shop", each)).toList();
        CanaryRules rules = CanaryRules.DEFAULT;
        return new TrialRequest(
                Samples.bundle("shop", TargetPolicy.DEFAULT, desired),
                new CanaryRules(
                        CanaryRules.Workloads.ONLY,
                        rules.baseline(),
                        null,
                        new Traffic(router, List.of(), null, 30_000),
                        rules.steps(),
                        rules.conduct(),
                        Map.of()),
                new Plan.Origin(Plan.Mode.APPLY, Plan.Trigger.REVISION, "", 0, 0),
                List.of(),
                Inventory.History.NONE,
                new OwnerMark("acme", "production/shop"),
                3);
    }

    static Workload workload(TrialRequest request) {
        return switch (Workload.in(request)) {
            case Workload.Choice.Found(Workload workload) -> workload;
            case Workload.Choice.None(var problem) -> throw new AssertionError(problem);
        };
    }
}
