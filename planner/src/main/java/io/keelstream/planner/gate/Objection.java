package io.keelstream.planner.gate;

import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a plan waits.
 *
 * @param reason the stable name
 * @param where the object, or other target, that it is about; null for the plan as a whole
 * @param lift what would lift it, in words that a person can follow
 * @param because the fact behind it
 * @param ends what ends it
 */
public record Objection(Reason reason, @Nullable String where, String lift, String because, Ends ends) {

    /** What ends an objection. */
    public sealed interface Ends {

        /**
         * An approval of the change as a whole, or what {@code lift} says.
         *
         * @param lookAgain after this time it may have ended without a record that changes
         */
        record Approval(Duration lookAgain) implements Ends {}

        /** Time: the windows open. */
        record Opening(Instant at) implements Ends {}

        /**
         * What other targets do: whoever waits is woken then.
         *
         * @param lookAgain after this time it may have ended without anybody being woken; null where that cannot be
         */
        record Others(@Nullable Duration lookAgain) implements Ends {}

        /** Another change in Git, or that whoever objected takes it back. */
        record OtherChange() implements Ends {}
    }

    /** One that an approval lifts. */
    public Objection(Reason reason, @Nullable String where, String lift, String because, Duration lookAgain) {
        this(reason, where, lift, because, new Ends.Approval(lookAgain));
    }

    /** One that only another change in Git lifts, or whoever objected. */
    public static Objection untilGitChanges(Reason reason, String lift, String because) {
        return new Objection(reason, null, lift, because, new Ends.OtherChange());
    }

    /** One that this other target lifts, and that is about it. */
    public static Objection untilOther(Reason reason, String other, String lift, String because) {
        return new Objection(reason, other, lift, because, new Ends.Others(null));
    }

    /** One that other targets lift. */
    public static Objection untilOthers(Reason reason, String lift, String because, @Nullable Duration lookAgain) {
        return new Objection(reason, null, lift, because, new Ends.Others(lookAgain));
    }

    /** One that time lifts. */
    static Objection untilOpening(Reason reason, String lift, String because, Instant at) {
        return new Objection(reason, null, lift, because, new Ends.Opening(at));
    }

    /** Whether an approval of the change lifts it. */
    public boolean approvable() {
        return ends instanceof Ends.Approval;
    }

    /** Whether other targets lift it. */
    public boolean others() {
        return ends instanceof Ends.Others;
    }

    /** When it is worth another look; null when only a record that changes ends it. */
    public @Nullable Instant again(Instant now) {
        return switch (ends) {
            case Ends.Approval(Duration lookAgain) -> now.plus(lookAgain);
            case Ends.Opening(Instant at) -> at;
            case Ends.Others(@Nullable Duration lookAgain) -> lookAgain == null ? null : now.plus(lookAgain);
            case Ends.OtherChange _ -> null;
        };
    }

    /** The state of a plan that has these objections, and nothing else against it; not empty. */
    public static State state(List<Objection> objections) {
        if (objections.stream().anyMatch(each -> each.ends() instanceof Ends.OtherChange)) {
            return State.BLOCKED;
        }
        if (objections.stream().anyMatch(Objection::approvable)) {
            return State.AWAITING_APPROVAL;
        }
        return objections.stream().anyMatch(Objection::others) ? State.AWAITING_DEPENDENCY : State.AWAITING_WINDOW;
    }

    /** Those that other targets lift, or the rest, as they are published. */
    public static List<Problem> problems(List<Objection> objections, boolean others) {
        return objections.stream()
                .filter(each -> each.others() == others)
                .map(Objection::problem)
                .toList();
    }

    /** As it is published: what to do, and why. */
    public Problem problem() {
        return reason.problem(lift + "; " + because, where);
    }
}
