package io.keelstream.planner.canary;

import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.Advance;
import io.keelstream.contracts.canary.Trial;
import java.util.ArrayList;
import java.util.List;

/**
 * How many pods the copies have: as many as carry their share of the traffic at the load that a pod of the workload has, and
 * never fewer than the rules say, or as many as a step of the rules says. Pure.
 *
 * @param least smallest size of a copy
 * @param stable pods of the workload
 */
record Sizes(int least, int stable) {

    /** Up to this weight the baseline is as large as the canary; then it has enough traffic to be compared with. */
    private static final int BASELINE_GROWS_TO = 20;

    /** The sizes for a workload of so many pods. */
    static Sizes of(CanaryRules rules, int stable) {
        Integer replicas = rules.replicas();
        return new Sizes(replicas == null ? Math.min(3, Math.max(2, stable)) : replicas, stable);
    }

    /** Pods of the canary at a weight in percent. */
    int canary(int weight) {
        return Math.max(least, Math.ceilDiv(weight * stable, 100));
    }

    /** Pods of the canary at a step. */
    int canary(CanaryRules.Step step) {
        Integer stated = step.replicas();
        return stated == null ? canary(step.weight()) : stated;
    }

    /** Pods of the baseline while the canary has that weight. */
    int baseline(int weight) {
        return canary(Math.min(weight, BASELINE_GROWS_TO));
    }

    /** Pods of the baseline at a step. */
    int baseline(CanaryRules.Step step) {
        Integer stated = step.replicas();
        return stated == null || step.weight() > BASELINE_GROWS_TO ? baseline(step.weight()) : stated;
    }

    /** The steps with their sizes; the last one always needs a pass. */
    List<Trial.Step> steps(CanaryRules rules) {
        List<Trial.Step> steps = new ArrayList<>();
        for (CanaryRules.Step step : rules.steps()) {
            boolean last = steps.size() == rules.steps().size() - 1;
            Need need = last || rules.conduct().advance() == Advance.PASS ? Need.PASS : Need.NO_HARM;
            steps.add(new Trial.Step(step.weight(), canary(step), step.soakMillis(), need, step.approvals()));
        }
        return steps;
    }
}
