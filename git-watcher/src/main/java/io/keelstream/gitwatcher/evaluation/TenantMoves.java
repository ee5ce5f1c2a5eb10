package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Objects that would change their tenant: a hand-over would give one tenant the live object of another one, with what is in it. The target
 * that gains it waits for another commit; the one that loses it waits for nobody, and deletes it as its policy says. Pure.
 */
final class TenantMoves {

    private TenantMoves() {}

    /**
     * The targets that would gain an object of another tenant, and why they may not.
     *
     * @param moves what moves in the commit
     * @param heads the recorded applications of the ref, by name
     * @param bases the folders of the commit's applications, by name
     * @param tenant the tenant that has a folder
     */
    static Map<TargetName, Problem> among(
            Moves moves,
            Map<String, ApplicationHead> heads,
            UnaryOperator<String> bases,
            UnaryOperator<String> tenant) {
        Map<TargetName, Problem> refused = new TreeMap<>();
        moves.from()
                .forEach((taker, objects) -> objects.forEach((reference, source) -> {
                    String before = tenant.apply(Objects.requireNonNull(heads.get(source.application()))
                            .base());
                    String after = tenant.apply(bases.apply(taker.application()));
                    if (!before.equals(after)) {
                        refused.putIfAbsent(
                                taker,
                                Reason.TENANT_LIMIT.problem(
                                        reference + " would move from " + source + " of tenant '" + before + "' to "
                                                + taker
                                                + " of tenant '" + after + "', and objects do not change their tenant. "
                                                + source
                                                + " deletes it first, as its policy says; push again then",
                                        null));
                    }
                }));
        return refused;
    }
}
