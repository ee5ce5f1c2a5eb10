package io.keelstream.planner.gate;

import java.util.List;

/**
 * Something that a plan has to pass before it may run. A gate sees the draft alone: neither another gate nor the cluster.
 * Pure.
 */
@FunctionalInterface
public interface Gate {

    /** Everything that speaks against running the plan; empty lets it pass. */
    List<Objection> check(PlanDraft draft);
}
