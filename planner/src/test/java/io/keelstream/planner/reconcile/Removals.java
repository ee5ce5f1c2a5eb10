package io.keelstream.planner.reconcile;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.Conflicts;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import java.util.List;

/** Variations of bundles. */
final class Removals {

    private Removals() {}

    static Desired onCluster(Desired base, String cluster) {
        return new Desired(
                false,
                base.revision(),
                new Desired.Settings(cluster, base.namespace(), base.policy(), base.policyDigest(), base.labels()),
                base.bundleDigest() + cluster,
                base.objects(),
                base.movedTo(),
                base.warnings());
    }

    /** Git no longer has the target; objects in the list went to another one. */
    static Desired removed(Desired base, OnRemoval rule, List<Desired.Moved> movedTo) {
        return new Desired(
                true,
                base.revision(),
                new Desired.Settings(
                        base.cluster(),
                        base.namespace(),
                        policy(rule, Conflicts.FORCE),
                        base.policyDigest(),
                        base.labels()),
                base.bundleDigest() + rule + movedTo,
                List.of(),
                movedTo,
                base.warnings());
    }

    static Desired movedFrom(Desired base, String target) {
        List<DesiredObject> objects = base.objects().stream()
                .map(each -> new DesiredObject(
                        each.reference(),
                        each.digest(),
                        new DesiredObject.Origin(each.commit(), target, null, each.file()),
                        false,
                        each.body()))
                .toList();
        return new Desired(
                false,
                base.revision(),
                base.settings(),
                base.bundleDigest() + target,
                objects,
                List.of(),
                base.warnings());
    }

    static TargetPolicy policy(OnRemoval onRemoval, Conflicts conflicts) {
        TargetPolicy base = TargetPolicy.DEFAULT;
        return new TargetPolicy(
                new TargetPolicy.Deletion(base.prune(), onRemoval),
                base.drift(),
                conflicts,
                base.createNamespace(),
                base.health(),
                base.canary(),
                base.gating());
    }
}
