package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.head.Head.BundleHead;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.bundle.Bundle;
import io.keelstream.gitwatcher.bundle.GeneratedName;
import io.keelstream.gitwatcher.evaluation.ApplicationTenants.Domain;
import io.keelstream.gitwatcher.evaluation.TargetEvaluation.EvaluationResult;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Objects move as a whole or not at all: both targets take what the commit has, or both keep what they have. One that took it alone would
 * prune an object that the other one is about to have, or claim one that the other one still has, which is pruned later. So a target waits
 * that loses an object to one that waits, or may lose one to what is {@linkplain UndecidedMoves not known}, and one that gains an object of
 * a target that keeps its last bundle, whatever the cause; a target that is removed loses all it has. All of that inside of a tenant: what
 * another one has is no business of a target, and its live objects are protected by their owner's mark. Used for one commit, by one thread.
 */
final class UnfinishedMoves {

    /** An object where it can move. */
    record Place(Domain domain, String reference) {}

    /** What holds an object that leaves a target and enters no other one, because it may have moved there. */
    @FunctionalInterface
    interface Undecided {

        /** The name of what holds it; null where it is simply gone. */
        @Nullable
        String holding(TargetName loser, Place place);
    }

    /**
     * What a commit makes of a target.
     *
     * @param before the objects that it has
     * @param after the objects that it would have; none where it is removed
     * @param replaced those it had under a generated name whose successor it would have: they move nowhere
     */
    record Change(TargetName target, Set<Place> before, Set<Place> after, Set<Place> replaced) {

        Change(TargetName target, Set<Place> before, Set<Place> after) {
            this(target, before, after, Set.of());
        }

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

    /**
     * Why a target waits.
     *
     * @param other what it waits for, or the first of several
     * @param lost an object that may have moved there; null where what moves is known
     */
    record Wait(String other, @Nullable String lost) {

        /** @param removed whether the commit removes the target */
        Problem problem(TargetName target, boolean removed) {
            String why = lost == null
                    ? "objects of " + target + " and " + other + " move between them, and " + other
                            + " is not changed yet; what is deployed stays until it is"
                    : lost + " of " + target + " may have moved to " + other + ", which is rejected; what is deployed"
                            + " stays until that is corrected, or " + target + " has the object again";
            return Reason.REMOVAL_WAITS.problem(removed ? "the removal of " + target + " waits: " + why : why, null);
        }
    }

    private final SortedMap<TargetName, Change> changes = new TreeMap<>();

    /** Who has an object and keeps it. */
    private final Map<Place, TargetName> keepers = new HashMap<>();

    /** Who would get an object, and waits. */
    private final Map<Place, TargetName> wanting = new HashMap<>();

    private UnfinishedMoves(Collection<Change> changes, Map<TargetName, Set<Place>> kept) {
        changes.forEach(each -> this.changes.put(each.target(), each));
        kept.forEach((target, places) -> places.forEach(place -> keepers.put(place, target)));
    }

    /**
     * The targets that wait, and why.
     *
     * @param changes of the targets that the commit can change
     * @param kept what targets have that the commit does not change although it was to
     * @param barred those among the changes that wait for another cause; they are in the result where they also wait for this one
     * @param undecided what holds an object that nobody among the changes gets
     */
    static SortedMap<TargetName, Wait> among(
            Collection<Change> changes, Map<TargetName, Set<Place>> kept, Set<TargetName> barred, Undecided undecided) {
        UnfinishedMoves moves = new UnfinishedMoves(changes, kept);
        SortedMap<TargetName, Wait> waiting = new TreeMap<>();
        Set<Place> taken =
                changes.stream().flatMap(each -> each.gained().stream()).collect(Collectors.toCollection(HashSet::new));
        for (Change each : changes) {
            Wait wait = heldBack(each, taken, undecided);
            if (wait != null) {
                waiting.put(each.target(), wait);
            }
            if (wait != null || barred.contains(each.target())) {
                moves.keep(each);
            }
        }
        for (boolean more = true; more; ) {
            more = false;
            for (Change each : List.copyOf(moves.changes.values())) {
                TargetName other = moves.waitsFor(each);
                if (other != null) {
                    waiting.put(each.target(), new Wait(other.toString(), null));
                    moves.keep(each);
                    more = true;
                }
            }
        }
        return waiting;
    }

    /**
     * The same of the evaluations of a commit.
     *
     * @param removed targets that the commit removes, also where the commit before it was rejected for them
     * @param unread whether a target keeps what it has because the commit says nothing of it that can be read
     * @param barred accepted ones that wait for another cause
     */
    static SortedMap<TargetName, Wait> among(
            List<TargetEvaluation> evaluations,
            ApplicationTenants tenants,
            Set<TargetName> removed,
            Predicate<TargetName> unread,
            Set<TargetName> barred,
            Undecided undecided) {
        Map<String, ApplicationHead> heads = tenants.heads();
        Map<TargetName, Change> changes = new TreeMap<>();
        for (TargetEvaluation each : evaluations) {
            if (each.result() instanceof EvaluationResult.Accepted accepted) {
                changes.put(each.name(), change(tenants, each, accepted));
            }
        }
        removed.forEach(each -> changes.put(each, new Change(each, places(tenants, each), Set.of())));
        Map<TargetName, Set<Place>> kept = new TreeMap<>();
        heads.forEach((application, head) -> head.targets().forEach((target, each) -> {
            TargetName name = new TargetName(target, application);
            if (!changes.containsKey(name) && (each.rejected() || unread.test(name))) {
                kept.put(name, places(tenants, name));
            }
        }));
        evaluations.stream()
                .filter(each -> each.result() instanceof EvaluationResult.Refused)
                .forEach(each -> kept.put(each.name(), places(tenants, each.name())));
        return among(changes.values(), kept, barred, undecided);
    }

    /** An object that nobody gets as far as the commit is known, and that may have moved to what is not known; null without any. */
    private static @Nullable Wait heldBack(Change change, Set<Place> taken, Undecided undecided) {
        return change.lost().stream()
                .filter(place -> !taken.contains(place) && !change.replaced().contains(place))
                .sorted(Comparator.comparing(Place::reference))
                .flatMap(place -> Stream.ofNullable(undecided.holding(change.target(), place))
                        .map(other -> new Wait(other, place.reference())))
                .findFirst()
                .orElse(null);
    }

    private @Nullable TargetName waitsFor(Change change) {
        for (Place place : change.lost()) {
            TargetName taker = wanting.get(place);
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
        change.gained().forEach(place -> wanting.put(place, change.target()));
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

    /** What it has already stays where it is, also where its folder changes the tenant. */
    private static Change change(
            ApplicationTenants tenants, TargetEvaluation evaluation, EvaluationResult.Accepted accepted) {
        String application = evaluation.name().application();
        String cluster = evaluation.target().cluster();
        Domain was = new Domain(cluster, tenants.before(application));
        Domain is = new Domain(cluster, tenants.after(application));
        Set<Place> before = places(tenants, evaluation.name());
        Set<Place> after = Moves.references(accepted.bundle(), each -> before.contains(new Place(was, each))).stream()
                .map(reference -> new Place(was, reference))
                .map(place -> before.contains(place) ? place : new Place(is, place.reference()))
                .collect(Collectors.toSet());
        return new Change(evaluation.name(), before, after, replaced(accepted.bundle(), before));
    }

    /** Those with a generated name that the bundle has another object of. */
    static Set<Place> replaced(Bundle.Complete bundle, Set<Place> before) {
        Set<String> generated = bundle.objects().stream()
                .filter(item -> item.generatedName() != null)
                .map(item -> generator(item.reference()))
                .collect(Collectors.toSet());
        return before.stream()
                .filter(place -> generated.contains(generator(place.reference())))
                .collect(Collectors.toSet());
    }

    /** What a generated object is made by; the object itself where none makes it. */
    private static String generator(String text) {
        ObjectReference reference = ObjectReference.parse(text);
        String name = GeneratedName.of(reference.groupKind().toString(), reference.name());
        return name == null ? text : reference.groupKind() + "/" + reference.namespace() + "/" + name + "-";
    }
}
