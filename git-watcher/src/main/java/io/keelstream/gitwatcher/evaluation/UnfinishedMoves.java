package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.head.Head.BundleHead;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.evaluation.ApplicationTenants.Domain;
import io.keelstream.gitwatcher.evaluation.TargetEvaluation.EvaluationResult;
import io.keelstream.kubernetes.hook.HookReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Objects move as a whole or not at all: both targets take what the commit has, or both keep what they have. One that took it alone would
 * prune an object that the other one is about to have, or claim one that the other one still has, which is pruned later. So a target waits
 * that loses an object to one that waits, or may lose one to a target of its cluster which {@linkplain UndecidedMoves lacks something from
 * elsewhere}, and one that gains an object of a target that keeps its last bundle, whatever the cause. All of that inside of a tenant: what
 * another one has is no business of a target, and its live objects are protected by their owner's mark. Used for one commit, by one thread.
 */
final class UnfinishedMoves {

    /** An object where it can move. */
    record Place(Domain domain, String reference) {}

    /**
     * What a commit makes of a target.
     *
     * @param before the objects that it has
     * @param after the objects that it would have
     */
    record Change(TargetName target, Set<Place> before, Set<Place> after) {

        Set<Place> lost() {
            return without(before, after);
        }

        Set<Place> gained() {
            return without(after, before);
        }

        private static Set<Place> without(Set<Place> all, Set<Place> some) {
            Set<Place> rest = new HashSet<>(all);
            rest.removeAll(some);
            return rest;
        }
    }

    private final SortedMap<TargetName, Change> changes = new TreeMap<>();
    private final Map<Domain, TargetName> lacking;

    /** Who has an object and keeps it. */
    private final Map<Place, TargetName> keepers = new HashMap<>();

    /** Who would get an object, and waits. */
    private final Map<Place, TargetName> wanting = new HashMap<>();

    /** How many get an object. */
    private final Map<Place, Integer> takers = new HashMap<>();

    private UnfinishedMoves(Collection<Change> changes, Map<Domain, TargetName> lacking) {
        this.lacking = lacking;
        changes.forEach(each -> {
            this.changes.put(each.target(), each);
            each.gained().forEach(place -> takers.merge(place, 1, Integer::sum));
        });
    }

    /**
     * The targets that wait, and for which other one.
     *
     * @param changes of the targets that the commit can change
     * @param kept what targets have that the commit does not change although it was to
     * @param lacking a target of each domain that lacks something from elsewhere, where there is one
     */
    static SortedMap<TargetName, TargetName> among(
            Collection<Change> changes, Map<TargetName, Set<Place>> kept, Map<Domain, TargetName> lacking) {
        UnfinishedMoves moves = new UnfinishedMoves(changes, lacking);
        kept.forEach((target, places) -> places.forEach(place -> moves.keepers.put(place, target)));
        SortedMap<TargetName, TargetName> waiting = new TreeMap<>();
        for (boolean more = true; more; ) {
            more = false;
            for (Change each : List.copyOf(moves.changes.values())) {
                TargetName other = moves.waitsFor(each);
                if (other != null) {
                    waiting.put(each.target(), other);
                    moves.keep(each);
                    more = true;
                }
            }
        }
        return waiting;
    }

    /**
     * The same of the evaluations of a commit, as problems.
     *
     * @param unread targets that keep what they have because the commit says nothing of them that can be read
     * @param removed targets that the commit removes, also where the commit before it was rejected for them
     */
    static Map<TargetName, Problem> among(
            List<TargetEvaluation> evaluations,
            ApplicationTenants tenants,
            Predicate<TargetName> unread,
            Set<TargetName> removed,
            Map<Domain, TargetName> lacking) {
        Map<String, ApplicationHead> heads = tenants.heads();
        Map<TargetName, Change> changes = new TreeMap<>();
        for (TargetEvaluation each : evaluations) {
            if (each.result() instanceof EvaluationResult.Accepted accepted) {
                Set<Place> before = places(tenants, each.name());
                changes.put(each.name(), new Change(each.name(), before, after(tenants, each, accepted, before)));
            }
        }
        Map<TargetName, Set<Place>> kept = new TreeMap<>();
        heads.forEach((application, head) -> head.targets().forEach((target, each) -> {
            TargetName name = new TargetName(target, application);
            if (!changes.containsKey(name) && !removed.contains(name) && (each.rejected() || unread.test(name))) {
                kept.put(name, places(tenants, name));
            }
        }));
        evaluations.stream()
                .filter(each -> each.result() instanceof EvaluationResult.Refused)
                .forEach(each -> kept.put(each.name(), places(tenants, each.name())));
        Map<TargetName, Problem> problems = new TreeMap<>();
        among(changes.values(), kept, lacking)
                .forEach((target, other) -> problems.put(
                        target,
                        Reason.REMOVAL_WAITS.problem(
                                "objects of " + target + " and " + other
                                        + " move between them, or may do so, and " + other
                                        + " is not changed yet; what is deployed stays until it is",
                                null)));
        return problems;
    }

    private @Nullable TargetName waitsFor(Change change) {
        for (Place place : change.lost()) {
            TargetName taker = wanting.get(place);
            if (taker == null && takers.getOrDefault(place, 0) == 0) {
                taker = lacking.get(place.domain());
            }
            if (taker != null) {
                return taker;
            }
        }
        return change.gained().stream()
                .map(keepers::get)
                .filter(each -> each != null && !each.equals(change.target()))
                .findFirst()
                .orElse(null);
    }

    private void keep(Change change) {
        changes.remove(change.target());
        change.before().forEach(place -> keepers.put(place, change.target()));
        change.gained().forEach(place -> {
            wanting.put(place, change.target());
            takers.merge(place, -1, Integer::sum);
        });
    }

    /** What a target has. */
    private static Set<Place> places(ApplicationTenants tenants, TargetName name) {
        TargetHead head = UndecidedMoves.head(tenants.heads(), name);
        if (head == null || head.removed()) {
            return Set.of();
        }
        BundleHead bundle = head.bundle();
        Domain domain = new Domain(bundle.cluster(), tenants.before(name.application()));
        return bundle.objects().stream()
                .map(each -> new Place(domain, each.reference()))
                .collect(Collectors.toSet());
    }

    /** What it would have; what it has already stays where it is, also where its folder changes the tenant. */
    private static Set<Place> after(
            ApplicationTenants tenants,
            TargetEvaluation evaluation,
            EvaluationResult.Accepted accepted,
            Set<Place> before) {
        String application = evaluation.name().application();
        String cluster = evaluation.target().cluster();
        Domain was = new Domain(cluster, tenants.before(application));
        Domain is = new Domain(cluster, tenants.after(application));
        return accepted.bundle().objects().stream()
                .filter(item -> !HookReader.runs(item.body()))
                .map(item -> new Place(was, item.reference()))
                .map(place -> before.contains(place) ? place : new Place(is, place.reference()))
                .collect(Collectors.toSet());
    }
}
