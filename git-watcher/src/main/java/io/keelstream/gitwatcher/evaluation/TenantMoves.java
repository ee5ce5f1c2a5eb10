package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.evaluation.Moves.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Objects that would change their tenant: a hand-over would give one tenant the live object of another one, with what is in it. The target
 * that gains it waits for another commit; the one that loses it waits for nobody, and deletes it as its policy says. Pure.
 */
final class TenantMoves {

    private TenantMoves() {}

    /**
     * The targets that would gain an object of another tenant, and why they may not. Who else gains it does not matter: else a tenant that
     * claims it too would keep it from moving inside of the other one.
     *
     * @param sides the targets of the commit, before and after
     */
    static Map<TargetName, Problem> among(List<Side> sides, ApplicationTenants tenants) {
        Map<String, List<TargetName>> losers = new HashMap<>();
        sides.forEach(side -> side.lost()
                .forEach(reference -> losers.computeIfAbsent(side.place(reference), absent -> new ArrayList<>())
                        .add(side.target())));
        Map<TargetName, Problem> refused = new TreeMap<>();
        for (Side side : sides) {
            String after = tenants.after(side.target().application());
            for (String reference : side.gained()) {
                for (TargetName source : losers.getOrDefault(side.place(reference), List.of())) {
                    String before = tenants.before(source.application());
                    if (!before.equals(after)) {
                        refused.putIfAbsent(side.target(), refusal(reference, source, before, side.target(), after));
                    }
                }
            }
        }
        return refused;
    }

    private static Problem refusal(String reference, TargetName source, String before, TargetName taker, String after) {
        return Reason.TENANT_LIMIT.problem(
                reference + " would move from " + source + " of tenant '" + before + "' to " + taker + " of tenant '"
                        + after + "', and objects do not change their tenant. " + source
                        + " deletes it first, as its policy says; push again then",
                null);
    }
}
