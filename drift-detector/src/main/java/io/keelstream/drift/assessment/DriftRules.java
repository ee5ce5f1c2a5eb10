package io.keelstream.drift.assessment;

import io.keelstream.contracts.targets.DriftPolicy;
import io.keelstream.contracts.targets.TargetPolicy.Conflicts;
import io.keelstream.contracts.targets.TargetPolicy.Drift;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.annotation.ArgoCd;
import io.keelstream.kubernetes.annotation.Flux;
import io.keelstream.kubernetes.annotation.Helm;
import io.keelstream.kubernetes.object.Manifest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Git says about one object's drift.
 *
 * @param mode CORRECT, REPORT or OFF
 * @param existenceOnly the object is created when absent and otherwise left alone, so only its absence is drift
 * @param force fields that others own are taken; otherwise their drift is reported and not corrected
 * @param ignored fields that are not assessed
 */
public record DriftRules(Drift mode, boolean existenceOnly, boolean force, IgnoredFields ignored) {

    private static final Set<String> HOOKS = Set.of(Annotations.HOOK, ArgoCd.HOOK, Helm.HOOK);

    /** The rules of an object that says nothing itself. */
    public static DriftRules of(DriftPolicy policy) {
        return new DriftRules(known(policy.drift()), false, policy.conflicts() != Conflicts.FAIL, IgnoredFields.NONE);
    }

    /**
     * The target's rules with the object's own annotations before them.
     *
     * @param desired the object with the annotations that count: as Git has it, or as it was {@linkplain AppliedAnnotations applied}
     */
    public static DriftRules of(DriftPolicy policy, Manifest desired) {
        DriftRules target = of(policy);
        String ssa = String.valueOf(desired.annotation(Flux.SSA));
        boolean left = HOOKS.stream().anyMatch(hook -> desired.annotation(hook) != null)
                || "disabled".equals(desired.annotation(Flux.RECONCILE))
                || ssa.equals("Ignore");
        return new DriftRules(
                left ? Drift.OFF : own(desired.annotation(Annotations.DRIFT), target.mode),
                ssa.equals("IfNotPresent"),
                target.force,
                IgnoredFields.parse(desired.annotation(Annotations.IGNORE_FIELDS)));
    }

    /**
     * These rules for an object as Git has it: a Job that Git suspends is there for a queue, or a person, to start.
     *
     * @param desired the whole object
     */
    public DriftRules startedByOthers(Manifest desired) {
        boolean suspended = Boolean.TRUE.equals(desired.spec().get("suspend"))
                && desired.groupKind().toString().equals("Job.batch");
        return suspended ? ignoring("/spec/suspend") : this;
    }

    /** These rules, but for silence: what they leave alone is reported. */
    public DriftRules reported() {
        return mode == Drift.OFF ? new DriftRules(Drift.REPORT, existenceOnly, force, ignored) : this;
    }

    /** These rules with one more ignored field. */
    public DriftRules ignoring(String pointer) {
        return new DriftRules(mode, existenceOnly, force, ignored.and(pointer));
    }

    private static Drift own(@Nullable String text, Drift otherwise) {
        return switch (text) {
            case "correct" -> Drift.CORRECT;
            case "report" -> Drift.REPORT;
            case "off" -> Drift.OFF;
            case null, default -> otherwise;
        };
    }

    /** A mode of a newer version writes nothing. */
    private static Drift known(Drift mode) {
        return mode == Drift.UNKNOWN ? Drift.REPORT : mode;
    }
}
