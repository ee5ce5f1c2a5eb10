package io.keelstream.applier.canary;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.canary.TrialPosition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A trial at one position: what holds there follows from both alone.
 *
 * @param trial the trial, as the running plan carries it
 * @param at where it stands
 */
public record Course(Trial trial, TrialPosition at) {

    /** Up to this weight the baseline is as large as the canary; its share does not grow further. */
    private static final int BASELINE_GROWS_TO = 20;

    /** The current step. */
    public Trial.Step step() {
        return trial.steps().get(at.step());
    }

    /** Whether the promotion comes after the current step. */
    public boolean last() {
        return at.step() == trial.steps().size() - 1;
    }

    /** Whether verdicts are acted on. */
    public boolean acts() {
        return acts(trial);
    }

    /** Whether verdicts on a trial are acted on. */
    static boolean acts(Trial trial) {
        return trial.rules().conduct().mode() != CanaryRules.Mode.OBSERVE;
    }

    /** The copy of the running version; null where the canary is compared with the workload itself. */
    public Trial.@Nullable Copy baseline() {
        return at.baselineLost() == null ? trial.baseline() : null;
    }

    /**
     * The shares at the weight that the router was last asked for. Without a share because no pod is ready, the canary gets no
     * matched requests either.
     */
    public Shares shares() {
        TrialHold hold = at.hold();
        boolean carried = at.weight() > 0 || (step().weight() == 0 && (hold == null || !hold.takesMatchedAway()));
        Shares shares = Shares.at(at.weight(), baseline() != null);
        return carried ? shares : new Shares(shares.canary(), shares.baseline(), false);
    }

    /**
     * Whether the traffic goes back in steps after a promotion. Where the share of the pods is the weight, and where nothing drains, it
     * goes back at once.
     */
    public boolean returnsInSteps() {
        return trial.shift() instanceof Trial.Shift.Routes
                && trial.rules().traffic().drainMillis() > 0;
    }

    /** The weight of the step before the present weight; 0 where that is the first. */
    public int back() {
        return trial.steps().stream()
                .mapToInt(Trial.Step::weight)
                .filter(weight -> weight < at.weight())
                .max()
                .orElse(0);
    }

    /** The Deployments of the copies with their sizes for the current step, the canary's first. */
    public List<Trial.Body> deployments() {
        Trial.Copy baseline = baseline();
        Trial.Body canary = sized(trial.canary().deployment(), step().replicas());
        return baseline == null
                ? List.of(canary)
                : List.of(canary, sized(baseline.deployment(), baselineReplicas(baseline)));
    }

    private int baselineReplicas(Trial.Copy baseline) {
        return trial.steps().subList(0, at.step() + 1).stream()
                .filter(step -> step.weight() <= BASELINE_GROWS_TO)
                .reduce((one, later) -> later)
                .map(Trial.Step::replicas)
                .orElseGet(() -> replicas(baseline.deployment().body()));
    }

    /** Everything that the trial creates: Deployments first, since they are deleted in this order. */
    public List<Trial.Body> created() {
        Trial.Copy baseline = trial.baseline();
        List<Trial.Copy> copies = baseline == null ? List.of(trial.canary()) : List.of(trial.canary(), baseline);
        return Stream.concat(
                        copies.stream().map(Trial.Copy::deployment),
                        copies.stream().flatMap(copy -> copy.attached().stream()))
                .toList();
    }

    /** A Deployment with another size. */
    public static Trial.Body sized(Trial.Body deployment, int replicas) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>(deployment.body());
        Map<String, @Nullable Object> spec = new LinkedHashMap<>(map(body.get("spec")));
        spec.put("replicas", (long) replicas);
        body.put("spec", spec);
        return new Trial.Body(deployment.reference(), deployment.apiVersion(), deployment.uid(), body);
    }

    /** The size that a Deployment asks for. */
    public static int replicas(Map<String, @Nullable Object> deployment) {
        return map(deployment.get("spec")).get("replicas") instanceof Number number ? number.intValue() : 1;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }
}
