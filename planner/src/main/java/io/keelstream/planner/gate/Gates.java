package io.keelstream.planner.gate;

import io.keelstream.contracts.desired.Desired;
import java.time.Duration;
import java.util.List;

/** All gates; the objections of all of them are listed, in this order. Pure. */
public final class Gates implements Gate {

    private final List<Gate> gates;
    private final List<Gate> forward;

    /**
     * @param verified whether the installation lists who may decide
     * @param lookAgain how soon what waits for a person is looked at again
     */
    public Gates(boolean verified, Duration lookAgain) {
        this.forward = List.of(new ManualSync(lookAgain), new ChangeWindows());
        this.gates = List.of(
                new ManualSync(lookAgain),
                new PruneLimits(lookAgain),
                new RemovalApproval(lookAgain),
                new ProtectedKinds(lookAgain),
                new LeftBehindApproval(lookAgain),
                new UnknownPast(lookAgain),
                new SeveralApprovers(verified),
                new ChangeWindows());
    }

    /**
     * What would keep the same change waiting, had Git asked for it: what puts drift back, or goes back, passes it.
     *
     * @param wanted what Git wants, whose rules count now
     */
    public List<Objection> passed(PlanDraft draft, Desired wanted) {
        return draft.movesForward()
                ? List.of()
                : forward.stream()
                        .flatMap(gate -> gate.check(draft.askedFor(wanted)).stream())
                        .toList();
    }

    @Override
    public List<Objection> check(PlanDraft draft) {
        return gates.stream().flatMap(gate -> gate.check(draft).stream()).toList();
    }
}
