package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.evaluation.ApplicationTenants.Domain;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Removals that wait because a target of the same cluster and tenant lacks something from elsewhere: what it is made of is not known, so
 * that objects of the removed one may be meant to move into it, and a host that is away would delete them. Follows from the commit and the
 * records alone, so that a new process decides the same. Pure.
 */
final class UndecidedMoves {

    private UndecidedMoves() {}

    /**
     * Those among the targets that are gone and have objects, and why they wait.
     *
     * @param lacking a target of each domain that lacks something from elsewhere, where there is one
     */
    static Map<TargetName, Problem> among(
            Set<TargetName> gone, ApplicationTenants tenants, Map<Domain, TargetName> lacking) {
        Map<TargetName, Problem> waiting = new TreeMap<>();
        for (TargetName name : gone) {
            TargetHead head = head(tenants.heads(), name);
            TargetName taker = head == null || head.bundleDigest() == null
                    ? null
                    : lacking.get(new Domain(head.bundle().cluster(), tenants.before(name.application())));
            if (taker != null) {
                waiting.put(
                        name,
                        Reason.REMOVAL_WAITS.problem(
                                "the removal of " + name + " waits until " + taker
                                        + " has what it reads from elsewhere, since objects may have moved there",
                                null));
            }
        }
        return waiting;
    }

    /**
     * Targets that lack something from elsewhere: one of each domain.
     *
     * @param evaluations the results of the commit, which count more than the records
     */
    static Map<Domain, TargetName> lacking(ApplicationTenants tenants, Collection<TargetEvaluation> evaluations) {
        Map<TargetName, TargetEvaluation> evaluated =
                evaluations.stream().collect(Collectors.toMap(TargetEvaluation::name, Function.identity()));
        Map<Domain, TargetName> lacking = new HashMap<>();
        for (Application application : tenants.catalog().applications().values()) {
            for (Target target : application.targets()) {
                TargetName name = new TargetName(target.name(), application.name());
                TargetEvaluation evaluation = evaluated.get(name);
                if (evaluation == null ? lacks(head(tenants.heads(), name)) : evaluation.lacksSource()) {
                    lacking.putIfAbsent(new Domain(target.cluster(), tenants.after(application.name())), name);
                }
            }
        }
        return lacking;
    }

    private static boolean lacks(@Nullable TargetHead head) {
        return head != null && head.rejected() && TargetEvaluation.isLackingSource(head.inputKey());
    }

    /** What is recorded of a target. */
    static @Nullable TargetHead head(Map<String, ApplicationHead> heads, TargetName name) {
        ApplicationHead application = heads.get(name.application());
        return application == null ? null : application.targets().get(name.target());
    }
}
