package io.keelstream.planner.dependency;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.planner.gate.Objection;
import io.keelstream.planner.gate.PlanDraft;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * What other targets have against the plans of one partition. A change waits for what it depends on, and a removal for what depends on
 * it. What puts drift back, goes back to an earlier commit or changes nothing waits for nobody. Thread-safe.
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
     * @param refused whether the cluster refuses something of it, so that it may do nothing and is not done
     */
    public List<Objection> check(String target, PlanDraft draft, boolean refused) {
        boolean removal = draft.desired().removed() && !draft.deletions().isEmpty();
        boolean change = draft.keepsBundle()
                && draft.asked()
                && (refused || !draft.idle())
                && !draft.desired().requires().isEmpty();
        if (!removal && !change) {
            others.forget(target);
            return List.of();
        }
        if (!others.current()) {
            return List.of(Objection.untilOthers(
                    Reason.DEPENDENCY_NOT_READY,
                    "waits until the state of other targets is known",
                    "the planner has not read the newest records of keelstream.target.v1",
                    NOT_CURRENT));
        }
        return removal ? removal(target) : change(target, draft);
    }

    private List<Objection> change(String target, PlanDraft draft) {
        Requirements found = others.ask(
                target, this, models -> Requirements.of(target, draft.desired(), models), () -> wake.accept(target));
        if (!found.cycle().isEmpty()) {
            return List.of(Objection.untilGitChanges(
                    Reason.TARGET_CYCLE,
                    "remove one of them from policy.dependsOn",
                    "the targets wait for each other: " + String.join(" -> ", found.cycle())));
        }
        return found.unmet().entrySet().stream()
                .map(each -> waits(each.getKey(), each.getValue()))
                .toList();
    }

    private static Objection waits(String other, Requirements.Unmet unmet) {
        return Objection.untilOther(
                Reason.DEPENDENCY_NOT_READY,
                other,
                unmet.is(),
                "policy.dependsOn asks for it " + unmet.asks() + " (keelstream status " + other + " shows more)");
    }

    private List<Objection> removal(String target) {
        Dependents found = others.ask(target, this, models -> Dependents.of(target, models), () -> wake.accept(target));
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
