package io.keelstream.planner.reconcile;

import io.keelstream.kubernetes.policy.installation.InstallationRules;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.planner.dryrun.DryRunSettings;
import java.time.Duration;

/**
 * How targets are planned.
 *
 * @param dryRun how clusters are asked
 * @param targetsAtOnce targets of one partition that are evaluated at the same time; positive
 * @param unreachableAfter a cluster that does not answer for so long is reported in the plan
 * @param lookAgain a target that waits for something outside Git is looked at again after this time
 * @param actors who may decide
 * @param rules what changes are asked for
 */
public record TargetPlannerSettings(
        DryRunSettings dryRun,
        int targetsAtOnce,
        Duration unreachableAfter,
        Duration lookAgain,
        Actors actors,
        InstallationRules rules) {

    /** 32 targets at once, reported after 3 s, looked at again every minute; the built-in rules warn. */
    public static TargetPlannerSettings of(DryRunSettings dryRun, Actors actors) {
        return new TargetPlannerSettings(
                dryRun, 32, Duration.ofSeconds(3), Duration.ofMinutes(1), actors, InstallationRules.DEFAULT);
    }

    /** The same where these may decide. */
    TargetPlannerSettings decidedBy(Actors others) {
        return new TargetPlannerSettings(dryRun, targetsAtOnce, unreachableAfter, lookAgain, others, rules);
    }

    /** The same where changes are asked for this. */
    public TargetPlannerSettings ruledBy(InstallationRules others) {
        return new TargetPlannerSettings(dryRun, targetsAtOnce, unreachableAfter, lookAgain, actors, others);
    }

    public TargetPlannerSettings {
        if (targetsAtOnce < 1 || !unreachableAfter.isPositive() || !lookAgain.isPositive()) {
            throw new IllegalArgumentException("targetsAtOnce, unreachableAfter and lookAgain must be positive");
        }
    }
}
