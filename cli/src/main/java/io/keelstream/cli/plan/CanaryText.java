package io.keelstream.cli.plan;

import io.keelstream.cli.output.DurationText;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a plan says of a canary release, as text for users: the copies, each step, what it costs at most. Pure. */
final class CanaryText {

    /** Up to this weight the baseline is as large as the canary. */
    private static final int BASELINE_GROWS_TO = 20;

    private CanaryText() {}

    /**
     * The lines; none where nothing is put on trial and nobody wonders why.
     *
     * @param rehearsal whether the version that runs is on trial against itself
     * @param history the latest analysis of the target that passed; null where none did
     */
    static List<String> of(@Nullable CanaryPlan plan, boolean rehearsal, @Nullable Analysis history) {
        if (plan == null) {
            return List.of();
        }
        Trial trial = plan.trial();
        if (plan.takesOver() != null) {
            return List.of("goes on with the running canary; what else the commit changes waits for its promotion");
        }
        if (trial == null) {
            return plan.ordinary() == null ? List.of() : List.of("no canary: " + plan.ordinary());
        }
        List<String> lines = new ArrayList<>();
        lines.add((rehearsal ? "rehearsal of a canary of " : "canary of ")
                + trial.stable().reference() + " (" + pods(trial.stable().replicas()) + ")");
        lines.add("    copies   " + copies(trial));
        lines.add("    traffic  " + traffic(trial));
        trial.rules().traffic().matches().forEach(match -> lines.add("    matched  " + matched(match)));
        Trial.Body autoscaler = trial.stable().autoscaler();
        if (autoscaler != null) {
            lines.add("    scaling  " + autoscaler.reference() + " keeps at least "
                    + pods(trial.stable().replicas()) + " during the steps");
        }
        if (trial.rules().conduct().asksBeforeStart()) {
            lines.add("    start    when " + promoted(trial.rules().conduct().startApprovals()));
        }
        int number = 0;
        for (Trial.Step step : trial.steps()) {
            number++;
            lines.add("    step " + number + "   " + step.weight() + " %, canary of " + pods(step.replicas())
                    + ", at least " + DurationText.of(step.soakMillis()) + ", until " + until(step.need())
                    + (step.approvals() > 0 ? " and " + promoted(step.approvals()) : ""));
        }
        lines.add("    at most  " + pods(peak(trial)) + " during the steps, "
                + DurationText.of(trial.rules().conduct().maxDurationMillis()) + " until "
                + (rehearsal
                        ? "it is over without a verdict"
                        : inconclusive(trial.rules().conduct().onInconclusive())));
        lines.add("    forecast " + ForecastText.orWhyNot(trial, history));
        CopyRequests requests = requests(trial);
        if (requests.any()) {
            lines.add("    requests " + requests + " for the copies, at most");
        }
        if (trial.rules().conduct().mode() == CanaryRules.Mode.OBSERVE) {
            lines.add("    observe  verdicts are reported, and nothing is rolled back");
        }
        if (rehearsal) {
            lines.add("    after    nothing is promoted");
            return lines;
        }
        trial.first().forEach(reference -> lines.add("    before   " + reference));
        trial.stable()
                .following()
                .forEach(follower -> lines.add("    after    " + follower.reference() + ", rolled back with it"));
        return lines;
    }

    private static String copies(Trial trial) {
        Trial.Copy baseline = trial.baseline();
        return trial.canary().deployment().reference()
                + (baseline == null
                        ? ", compared with the running pods"
                        : ", " + baseline.deployment().reference());
    }

    private static String traffic(Trial trial) {
        return switch (trial.shift()) {
            case Trial.Shift.Routes routes ->
                "Service " + routes.stable().name() + " in "
                        + String.join(
                                ", ",
                                routes.routes().stream()
                                        .map(Trial.Body::reference)
                                        .toList());
            case Trial.Shift.Replicas replicas -> "by the number of pods behind the Service";
            case Trial.Shift.Unknown unknown -> "in a way that this version does not know";
        };
    }

    private static String matched(CanaryRules.Match match) {
        return "requests with header " + match.header() + (match.regex() ? " like " : ": ") + match.value()
                + " go to the canary";
    }

    /** The workload, the canary and the baseline at their largest. */
    private static int peak(Trial trial) {
        return trial.stable().replicas() + canary(trial) + baseline(trial);
    }

    private static CopyRequests requests(Trial trial) {
        Trial.Copy baseline = trial.baseline();
        CopyRequests canary = CopyRequests.of(trial.canary(), canary(trial));
        return baseline == null ? canary : canary.plus(CopyRequests.of(baseline, baseline(trial)));
    }

    private static int canary(Trial trial) {
        return trial.steps().stream().mapToInt(Trial.Step::replicas).max().orElse(0);
    }

    private static int baseline(Trial trial) {
        Trial.Copy baseline = trial.baseline();
        return baseline == null
                ? 0
                : Stream.concat(
                                Stream.of(replicas(baseline)),
                                trial.steps().stream()
                                        .filter(step -> step.weight() <= BASELINE_GROWS_TO)
                                        .map(Trial.Step::replicas))
                        .mapToInt(Integer::intValue)
                        .max()
                        .orElse(0);
    }

    private static int replicas(Trial.Copy copy) {
        return copy.deployment().body().get("spec") instanceof Map<?, ?> spec
                        && spec.get("replicas") instanceof Number number
                ? number.intValue()
                : 0;
    }

    private static String promoted(@Nullable Integer people) {
        return people == null || people == 1 ? "a person promotes it" : people + " people promote it";
    }

    private static String until(Need need) {
        return switch (need) {
            case NO_HARM -> "no metric shows harm";
            case PASS -> "it is proven no worse";
            case WATCH, UNKNOWN -> "something that this version does not know";
        };
    }

    private static String inconclusive(CanaryRules.OnInconclusive what) {
        return switch (what) {
            case HOLD -> "it waits for a decision";
            case PROMOTE -> "it is promoted without a verdict";
            case ROLLBACK -> "it is rolled back without a verdict";
            case UNKNOWN -> "something happens that this version does not know";
        };
    }

    private static String pods(int number) {
        return number == 1 ? "1 pod" : number + " pods";
    }
}
