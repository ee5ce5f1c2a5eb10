package io.keelstream.planner.dependency;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.planner.gate.Objection;
import io.keelstream.planner.gate.PlanDraft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What other targets have against the plans of one partition. A change waits for what it depends on, a removal for what depends on
 * it, and both for the end of the pin of a target that an object moves from or to. What puts drift back, goes back to an earlier commit or
 * changes nothing waits for nobody. Thread-safe.
 */
public final class Dependencies implements AutoCloseable {

    /** How soon what is not up to date is asked again; the process is restarted where that lasts. */
    private static final Duration NOT_CURRENT = Duration.ofSeconds(1);

    private final OtherTargets others;
    private final Consumer<String> wake;
    private final Duration lookAgain;

    /**
     * @param wake has a target of the partition planned again soon
     * @param lookAgain how soon what waits for a person is looked at again
     */
    public Dependencies(OtherTargets others, Consumer<String> wake, Duration lookAgain) {
        this.others = others;
        this.wake = wake;
        this.lookAgain = lookAgain;
    }

    /**
     * Everything that other targets have against running the plan; who has to wait is woken when that changes.
     *
     * @param moves the objects that it takes from other targets or leaves to them, by target
     * @param refused whether the cluster refuses something of it, so that it may do nothing and is not done
     */
    public List<Objection> check(
            String target, PlanDraft draft, SortedMap<String, List<String>> moves, boolean refused) {
        Desired desired = draft.desired();
        boolean begins = draft.asked() && (refused || !draft.idle());
        boolean change = begins && draft.keepsBundle() && !desired.requires().isEmpty();
        boolean move = draft.wanted() && (refused || !draft.idle()) && !moves.isEmpty();
        boolean removal = desired.removed() && !draft.deletions().isEmpty();
        if (!concern(desired)) {
            others.forget(target);
            return List.of();
        }
        boolean asks = change || move || removal;
        if (asks && !others.current()) {
            return List.of(Objection.untilOthers(
                    Reason.DEPENDENCY_NOT_READY,
                    "waits until the state of other targets is known",
                    "the planner has not read the newest records of keelstream.target.v1",
                    NOT_CURRENT));
        }
        Standing found = others.ask(
                target,
                this,
                asks
                        ? models -> new Standing(
                                change ? Requirements.of(target, desired, models) : Requirements.NONE,
                                removal ? Dependents.of(target, models) : Dependents.NONE,
                                move ? Moves.of(moves.keySet(), desired, models) : Moves.NONE)
                        : models -> Standing.NOTHING,
                () -> wake.accept(target));
        List<Objection> objections = new ArrayList<>(changing(found.requirements()));
        moves.forEach((other, objects) -> {
            String pinned = found.moves().pinned().get(other);
            String unseen = found.moves().unseen().get(other);
            String releasing = found.moves().releasing().get(other);
            if (pinned != null) {
                objections.add(moving(other, pinned, objects));
            } else if (unseen != null) {
                objections.add(unseen(other, unseen, objects));
            } else if (releasing != null) {
                objections.add(releasing(other, releasing, objects));
            }
        });
        objections.addAll(removing(target, found.dependents()));
        return objections;
    }

    /**
     * Whether nothing that other targets have done since speaks against a plan that {@link #check} found nothing against. What this
     * process has not checked yet is to be checked.
     */
    public boolean stillSettled(String target, Desired desired) {
        return !concern(desired) || others.settled(target);
    }

    /** Whether a bundle may have to do with other targets. */
    private static boolean concern(Desired desired) {
        return desired.removed()
                || !desired.requires().isEmpty()
                || !desired.movedTo().isEmpty()
                || desired.objects().stream().anyMatch(each -> each.movedFrom() != null);
    }

    /** How other targets stand to all that a plan has to do with them. */
    private record Standing(Requirements requirements, Dependents dependents, Moves moves)
            implements OtherTargets.Answer {

        /** Nothing is asked; whoever remembers that needs no bundle for it. */
        private static final Standing NOTHING = new Standing(Requirements.NONE, Dependents.NONE, Moves.NONE);

        @Override
        public boolean settled() {
            return requirements.settled() && dependents.settled() && moves.settled();
        }

        @Override
        public Set<String> looked() {
            return Stream.of(requirements, dependents, moves)
                    .flatMap(each -> each.looked().stream())
                    .collect(Collectors.toSet());
        }
    }

    private static List<Objection> changing(Requirements found) {
        return found.cycle().isEmpty()
                ? found.unmet().entrySet().stream()
                        .map(each -> waits(each.getKey(), each.getValue()))
                        .toList()
                : List.of(Objection.untilGitChanges(
                        Reason.TARGET_CYCLE,
                        "remove one of them from policy.dependsOn",
                        "the targets wait for each other: " + String.join(" -> ", found.cycle())));
    }

    private static Objection unseen(String other, String commit, List<String> objects) {
        return Objection.untilOther(
                Reason.MOVE_WAITS,
                other,
                "has not seen commit " + Revision.shortened(commit) + " yet, so " + some(objects)
                        + " cannot move between the two targets",
                "that commit may pin it");
    }

    private static Objection releasing(String other, String commit, List<String> objects) {
        return Objection.untilOther(
                Reason.MOVE_WAITS,
                other,
                "still releases " + (commit.isEmpty() ? "an earlier commit" : "commit " + Revision.shortened(commit))
                        + ", so " + some(objects) + " cannot leave it yet",
                "that release may write it once more (keelstream status " + other + " shows how far it is)");
    }

    private static String some(List<String> objects) {
        return objects.getFirst() + (objects.size() == 1 ? "" : " (and " + (objects.size() - 1) + " more)");
    }

    private static Objection moving(String other, String commit, List<String> objects) {
        return Objection.untilOther(
                Reason.MOVE_WAITS,
                other,
                "is pinned" + (commit.isEmpty() ? "" : " at " + Revision.shortened(commit)) + ", so " + some(objects)
                        + " cannot move between the two targets",
                "keelstream unpin " + other
                        + " ends the pin of a person, and taking policy.pin out of its keelstream.yaml ends that of Git");
    }

    private static Objection waits(String other, Requirements.Unmet unmet) {
        return Objection.untilOther(
                Reason.DEPENDENCY_NOT_READY,
                other,
                unmet.is(),
                "policy.dependsOn asks for it " + unmet.asks() + " (keelstream status " + other + " shows more)");
    }

    private List<Objection> removing(String target, Dependents found) {
        return found.looked().stream()
                .sorted()
                .map(each -> new Objection(
                        Reason.STILL_DEPENDED_ON,
                        null,
                        "wait until " + each + " is removed, or remove " + target + " from its policy.dependsOn",
                        each + " depends on this target",
                        lookAgain))
                .toList();
    }

    /** Nobody of the partition waits any more. */
    @Override
    public void close() {
        others.forgetAll(this);
    }
}
