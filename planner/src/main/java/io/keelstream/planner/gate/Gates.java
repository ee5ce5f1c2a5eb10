package io.keelstream.planner.gate;

import java.time.Duration;
import java.util.List;

/** All gates; the objections of all of them are listed, in this order. Pure. */
public final class Gates implements Gate {

    private final List<Gate> gates;

    /**
     * @param verified whether the installation lists who may decide
     * @param lookAgain how soon what waits for a person is looked at again
     */
    public Gates(boolean verified, Duration lookAgain) {
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

    @Override
    public List<Objection> check(PlanDraft draft) {
        return gates.stream().flatMap(gate -> gate.check(draft).stream()).toList();
    }
}
