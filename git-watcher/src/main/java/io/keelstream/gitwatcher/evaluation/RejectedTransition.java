package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.contracts.targets.TargetName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The transition that replaces one that cannot be written, for instance because a bundle is too large for a record even
 * compressed: its new bundles become rejections. Stateless.
 */
public final class RejectedTransition {

    private RejectedTransition() {}

    /**
     * The transition with its bundles rejected; removals and rejections stay.
     *
     * @param before what was recorded of the application; null for a new one
     */
    public static ApplicationTransition of(
            ApplicationTransition transition, @Nullable ApplicationHead before, Problem problem) {
        Map<String, TargetHead> targets = new TreeMap<>(transition.head().targets());
        List<TargetChange> changes = new ArrayList<>();
        for (TargetChange change : transition.changes()) {
            switch (change) {
                case TargetChange.DesiredChanged(TargetName target, Desired desired)
                when !desired.removed() -> {
                    TargetHead refused = transition.head().targets().get(target.target());
                    TargetHead known = before == null ? null : before.targets().get(target.target());
                    String key = refused == null ? "" : refused.inputKey();
                    targets.put(
                            target.target(),
                            known == null
                                    ? Heads.neverGood(target, key, null, List.of(problem))
                                    : Heads.rejected(known, key, List.of(problem)));
                    changes.add(new TargetChange.Rejected(
                            target, new RevisionRejected(desired.revision(), List.of(problem))));
                }
                case TargetChange.Observed observed -> {}
                case TargetChange.DesiredChanged removed -> changes.add(removed);
                case TargetChange.Rejected rejected -> changes.add(rejected);
            }
        }
        return new ApplicationTransition(
                transition.application(), new ApplicationHead(transition.head().base(), targets), changes);
    }
}
