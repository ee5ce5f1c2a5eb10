package io.keelstream.planner.ownership;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.health.Termination;
import io.keelstream.kubernetes.hold.Hold;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.AdoptionFold;
import io.keelstream.kubernetes.ownership.Claim;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.planner.annotation.ObjectRules.Mode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may be done to one object, given what is live. */
public sealed interface ApplyDecision {

    /**
     * It may be applied.
     *
     * @param kind how
     * @param ceded what is left to others
     * @param warnings worth knowing
     */
    record Apply(WriteKind kind, CededFields ceded, List<Problem> warnings) implements ApplyDecision {

        public Apply {
            warnings = List.copyOf(warnings);
        }

        /** The same terms with one more thing worth knowing. */
        public Apply warning(Problem warning) {
            List<Problem> all = new ArrayList<>(warnings);
            all.add(warning);
            return new Apply(kind, ceded, all);
        }

        /** The same terms for an object that is created again: it begins with what the scaler had reached. */
        public Apply replacing(Manifest live) {
            return new Apply(new WriteKind.Replace(live.uid()), ceded.forReplacement(live), warnings);
        }
    }

    /** It is there already and is to be left as it is. */
    record Skip() implements ApplyDecision {}

    /** A person holds it still. */
    record OnHold(Hold hold) implements ApplyDecision {}

    /** It has another owner. */
    record Blocked(Problem problem) implements ApplyDecision {}

    /** It is on its way out; it can be applied once it is gone. */
    record Terminating(Problem problem) implements ApplyDecision {}

    /**
     * Decides.
     *
     * @param subject the object
     * @param live the live object or its metadata; null when there is none
     * @param view the target and its rules
     */
    static ApplyDecision of(Subject subject, @Nullable Manifest live, OwnershipContext view) {
        if (live == null) {
            return new Apply(new WriteKind.Create(), CededFields.none(subject.body()), List.of());
        }
        if (subject.changed().rules().mode() == Mode.IF_NOT_PRESENT) {
            return new Skip();
        }
        String where = subject.reference().toString();
        Claim claim = Claim.on(live, view.own(), subject.changed().desired().movedFrom());
        return switch (claim) {
            case Claim.Controlled(var controller) ->
                new Blocked(Reason.CONTROLLED.problem(
                        "is controlled by " + controller + ", so it is not ours to change; remove it from Git", where));
            case Claim.Foreign(String owner) -> new Blocked(foreign(where, owner));
            case Claim.Ours ours -> held(subject, live, view, new WriteKind.Update(live.uid(), null));
            case Claim.Unmarked none -> held(subject, live, view, adopt(subject, live, view));
            case Claim.HandedOver(OwnerMark from) ->
                held(subject, live, view, new WriteKind.Update(live.uid(), from.toString()));
        };
    }

    private static Problem foreign(String where, String owner) {
        return Reason.FOREIGN_OWNER.problem(
                "belongs to " + owner + "; remove it from one of the two, or remove the annotation" + " "
                        + Annotations.OWNER + " from the live object to hand it over",
                where);
    }

    private static WriteKind adopt(Subject subject, Manifest live, OwnershipContext view) {
        AdoptionFold fold = view.adoption().fold(subject.body().apiVersion());
        return new WriteKind.Adopt(live.uid(), fold.adopted(live));
    }

    private static ApplyDecision held(Subject subject, Manifest live, OwnershipContext view, WriteKind kind) {
        String where = subject.reference().toString();
        List<Problem> warnings = List.of();
        switch (Hold.of(live, view.now())) {
            case Hold.Reading.Held(Hold hold) -> {
                return new OnHold(hold);
            }
            case Hold.Reading.Ignored(String why) ->
                warnings =
                        List.of(Reason.HOLD_IGNORED.problem("annotation " + Annotations.HOLD_UNTIL + " " + why, where));
            case Hold.Reading.None none -> {}
        }
        if (live.terminating()) {
            return new Terminating(Reason.OBJECT_TERMINATING.problem(
                    Termination.text(live) + "; it is applied again once it is gone", where));
        }
        CededFields ceded = CededFields.of(subject.reference(), subject.body(), live, view.scaled());
        return new Apply(kind, ceded, warnings);
    }
}
