package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.NewerLimits;
import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.evaluation.TargetEvaluation.EvaluationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The transitions that replace some that cannot be written, for instance because a bundle is too large for a record even
 * compressed: new bundles become rejections. Stateless.
 */
public final class RejectedTransition {

    private RejectedTransition() {}

    /**
     * The transitions with what they change rejected. Of an application alone removals stay. Of several, all keep what they have, since
     * objects move between them, and all are evaluated again with the next commit.
     *
     * @param memory what is recorded
     * @param commit the commit
     */
    public static List<ApplicationTransition> of(
            List<ApplicationTransition> together, RefMemory memory, Revision commit, Problem problem) {
        long since = memory.since(commit);
        return together.stream()
                .map(each -> of(each, memory.heads().get(each.application()), problem, together.size() > 1, since))
                .toList();
    }

    private static ApplicationTransition of(
            ApplicationTransition transition,
            @Nullable ApplicationHead before,
            Problem problem,
            boolean joined,
            long since) {
        Map<String, TargetHead> targets = new TreeMap<>(transition.head().targets());
        List<TargetChange> changes = new ArrayList<>();
        EvaluationResult.Refused rejection = new EvaluationResult.Refused(List.of(problem));
        for (TargetChange change : transition.changes()) {
            switch (change) {
                case TargetChange.DesiredChanged(TargetName target, Desired desired)
                when joined || !desired.removed() -> {
                    TargetHead refused = transition.head().targets().get(target.target());
                    TargetHead known = before == null ? null : before.targets().get(target.target());
                    String key = refused == null || joined ? TargetEvaluation.NO_KEY : refused.inputKey();
                    targets.put(
                            target.target(),
                            known == null
                                    ? Heads.neverGood(target, key, null, rejection, since, null)
                                    : Heads.rejected(known, key, rejection, since, null));
                    changes.add(new TargetChange.Rejected(
                            target, new RevisionRejected(desired.revision(), List.of(problem))));
                    String last = known == null || known.removed() ? null : known.desiredIdentity();
                    if (last != null) {
                        changes.add(new TargetChange.LimitsChanged(
                                target, new NewerLimits(last, desired.tenants()), desired.revision()));
                    }
                }
                case TargetChange.Observed observed -> {}
                case TargetChange.DesiredChanged removed -> changes.add(removed);
                case TargetChange.LimitsChanged limits -> changes.add(limits);
                case TargetChange.Rejected rejected -> changes.add(rejected);
            }
        }
        ApplicationHead head = transition.head();
        return new ApplicationTransition(
                transition.application(),
                new ApplicationHead(head.base(), targets, head.describedIn(), head.limits()),
                changes);
    }
}
