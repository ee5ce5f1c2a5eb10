package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.Advance;
import io.keelstream.contracts.canary.CanaryRules.Baseline;
import io.keelstream.contracts.canary.CanaryRules.Conduct;
import io.keelstream.contracts.canary.CanaryRules.Mode;
import io.keelstream.contracts.canary.CanaryRules.OnBlind;
import io.keelstream.contracts.canary.CanaryRules.OnBlind.Response;
import io.keelstream.contracts.canary.CanaryRules.OnInconclusive;
import io.keelstream.contracts.canary.CanaryRules.OnNewRevision;
import io.keelstream.contracts.canary.CanaryRules.OnWindowClose;
import io.keelstream.contracts.canary.CanaryRules.Step;
import io.keelstream.contracts.canary.CanaryRules.Turn;
import io.keelstream.contracts.canary.CanaryRules.Workloads;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.yaml.StrictMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads the {@code canary} block. Absent fields are inherited one by one; lists and the keys of {@code analysis} are
 * inherited as a whole. What is in {@code analysis} is checked by the canary-analyzer. What other tools can do and this
 * version cannot is refused by name. Confined to one thread.
 */
final class CanaryReader {

    private static final List<String> FIELDS = List.of(
            "workload",
            "follow",
            "baseline",
            "replicas",
            "traffic",
            "steps",
            "advance",
            "analysis",
            "onInconclusive",
            "onBlind",
            "maxDuration",
            "mode",
            "bake",
            "onNewRevision",
            "onWindowClose");
    private static final Map<String, String> NOT_YET = Map.of(
            "selectorLabel",
                    "remove it; the first of app.kubernetes.io/instance, app and app.kubernetes.io/name is used",
            "mirror", "remove it; use a first step with a small weight, e.g. {weight: 1, soak: 10m}",
            "blueGreen", "remove it; use one step, e.g. steps: [{weight: 50, soak: 10m}]");
    private static final int MOST_STEPS = 20;
    private static final int MOST_WEIGHT = 99;
    private static final Duration DEFAULT_SOAK = Duration.ofMinutes(5);
    private static final Duration LONGEST_TRIAL = Duration.ofDays(7);
    private static final Duration LONGEST_BAKE = Duration.ofDays(1);
    private static final int MOST_APPROVALS = 100;
    private static final Duration SHORTEST_BLIND = Duration.ofMinutes(1);
    private static final Duration LONGEST_BLIND = Duration.ofDays(1);

    private final FileProblems problems;

    CanaryReader(FileProblems problems) {
        this.problems = problems;
    }

    /** The rules under {@code canary} of the owner, on top of {@code inherited}. */
    CanaryRules read(StrictMapping owner, CanaryRules inherited) {
        if (!owner.has("canary")) {
            return inherited;
        }
        StrictMapping canary = owner.section(
                "canary",
                Stream.concat(FIELDS.stream(), NOT_YET.keySet().stream().sorted())
                        .toList());
        refuse(canary);
        Course course = course(canary, inherited);
        CanaryRules rules = new CanaryRules(
                workloads(canary, inherited.workloads()),
                canary.constant("baseline", Baseline.class, inherited.baseline()),
                canary.integer("replicas", 1, 1_000).orElse(inherited.replicas()),
                new TrafficReader(problems).read(canary, inherited.traffic()),
                course.steps(),
                conduct(canary, inherited.conduct(), course.startApprovals()),
                analysis(canary, inherited.analysis()));
        checkDuration(canary, rules);
        checkWeightless(canary, rules);
        return rules;
    }

    private void refuse(StrictMapping canary) {
        NOT_YET.forEach((name, remedy) -> {
            Node at = canary.get(name);
            if (at != null) {
                unsupported(canary.path(name), remedy, at);
            }
        });
    }

    private Workloads workloads(StrictMapping canary, Workloads inherited) {
        String workload = workload(canary, inherited.workload());
        if (!canary.has("follow")) {
            return new Workloads(workload, inherited.follow());
        }
        List<String> names = Names.objects(canary, "follow").stream().distinct().toList();
        Node at = canary.get("follow");
        if (at != null && workload != null && names.contains(workload)) {
            canary.invalid("follow", at, "names '" + workload + "', which is put on trial itself; remove it");
        }
        return new Workloads(workload, names);
    }

    private @Nullable String workload(StrictMapping canary, @Nullable String inherited) {
        Node at = canary.get("workload");
        if (at instanceof SequenceNode) {
            canary.invalid(
                    "workload",
                    at,
                    "must be the name of one Deployment: a target has one canary at a time; name those that are to be"
                            + " promoted and rolled back with it in 'follow'");
            return inherited;
        }
        return Names.object(canary, "workload").orElse(inherited);
    }

    /**
     * The steps, and what comes before the first.
     *
     * @param startApprovals people who have to promote the trial before it begins; null for none
     */
    private record Course(List<Step> steps, @Nullable Integer startApprovals) {}

    private Course course(StrictMapping canary, CanaryRules inherited) {
        Node at = canary.get("steps");
        Integer startApprovals = inherited.conduct().startApprovals();
        if (at == null) {
            return new Course(inherited.steps(), startApprovals);
        }
        startApprovals = null;
        List<Step> steps = new ArrayList<>();
        for (StrictMapping fields : canary.sections("steps", List.of("weight", "soak", "approval"))) {
            boolean asked = fields.has("approval") && approve(fields);
            if (asked && steps.isEmpty()) {
                startApprovals = 1;
            } else if (asked) {
                steps.add(steps.removeLast().withApprovals(1));
            }
            if (fields.has("approval") && !fields.has("weight")) {
                continue;
            }
            Step step = step(fields);
            if (!steps.isEmpty() && step.weight() <= steps.getLast().weight()) {
                fields.invalid(
                        "weight",
                        Optional.ofNullable(fields.get("weight")).orElse(fields.node()),
                        "is " + step.weight() + " after " + steps.getLast().weight()
                                + ", but weights must rise from step to step; reorder or remove a step");
            }
            steps.add(step);
        }
        if (at instanceof SequenceNode && (steps.isEmpty() || steps.size() > MOST_STEPS)) {
            canary.invalid(
                    "steps",
                    at,
                    "has " + steps.size() + " steps but must have 1 to " + MOST_STEPS
                            + "; leave it out for 5, 25 and 50 percent");
        }
        return new Course(steps.isEmpty() ? inherited.steps() : steps, startApprovals);
    }

    /** Whether a person is asked: after the verdict of the step before it, or before the trial where no step comes before it. */
    private boolean approve(StrictMapping fields) {
        Node at = Objects.requireNonNull(fields.get("approval"), "there is an approval");
        if (fields.has("weight") || fields.has("soak")) {
            fields.invalid(
                    "approval",
                    at,
                    "must be an item of its own: write '- {approval: 1}' after the step it is for, or before the first");
            return false;
        }
        int approvals = fields.integer("approval", 1, MOST_APPROVALS).orElse(0);
        if (approvals > 1) {
            unsupported(fields.path("approval"), "write 1; who decides is not verified, so one person counts", at);
        }
        return approvals == 1;
    }

    private Step step(StrictMapping fields) {
        if (!fields.has("weight") && fields.node() instanceof MappingNode) {
            fields.required("weight");
        }
        int weight = fields.integer("weight", 0, MOST_WEIGHT).orElse(1);
        return new Step(
                weight,
                duration(fields, "soak", Duration.ofDays(1))
                        .orElse(DEFAULT_SOAK)
                        .toMillis());
    }

    private Conduct conduct(StrictMapping canary, Conduct inherited, @Nullable Integer startApprovals) {
        Optional<Duration> longest = duration(canary, "maxDuration", LONGEST_TRIAL);
        Node at = canary.get("maxDuration");
        if (at != null && longest.isPresent() && longest.get().isZero()) {
            canary.invalid("maxDuration", at, "must be more than 0s");
        }
        return new Conduct(
                canary.choice("advance", List.of("noHarm", "pass"))
                        .map(text -> text.equals("pass") ? Advance.PASS : Advance.NO_HARM)
                        .orElse(inherited.advance()),
                canary.constant("onInconclusive", OnInconclusive.class, inherited.onInconclusive()),
                onBlind(canary, inherited.onBlind()),
                longest.map(Duration::toMillis).orElse(inherited.maxDurationMillis()),
                canary.constant("mode", Mode.class, inherited.mode()),
                duration(canary, "bake", LONGEST_BAKE).map(Duration::toMillis).orElse(inherited.bakeMillis()),
                new Turn(
                        startApprovals,
                        canary.constant(
                                "onNewRevision",
                                OnNewRevision.class,
                                Objects.requireNonNullElse(inherited.onNewRevision(), OnNewRevision.QUEUE)),
                        canary.constant(
                                "onWindowClose",
                                OnWindowClose.class,
                                Objects.requireNonNullElse(inherited.turn().onWindowClose(), OnWindowClose.HOLD))));
    }

    private static OnBlind onBlind(StrictMapping canary, OnBlind inherited) {
        if (!canary.has("onBlind")) {
            return inherited;
        }
        StrictMapping fields = canary.section("onBlind", List.of("after", "do"));
        Optional<Duration> after = duration(fields, "after", LONGEST_BLIND);
        Node at = fields.get("after");
        if (at != null && after.isPresent() && after.get().compareTo(SHORTEST_BLIND) < 0) {
            fields.invalid("after", at, "must be at least " + text(SHORTEST_BLIND.toMillis()));
        }
        return new OnBlind(
                after.map(Duration::toMillis).orElse(inherited.afterMillis()),
                fields.choice("do", List.of("retreat", "hold"))
                        .map(text -> text.equals("hold") ? Response.HOLD : Response.RETREAT)
                        .orElse(inherited.response()));
    }

    private static Map<String, Object> analysis(StrictMapping canary, Map<String, Object> inherited) {
        Node at = canary.get("analysis");
        if (at == null) {
            return inherited;
        }
        if (!(at instanceof MappingNode)) {
            canary.invalid("analysis", at, "must be a mapping, as 'keelstream analyze' reads it");
            return inherited;
        }
        Map<String, Object> merged = new LinkedHashMap<>(inherited);
        new StrictMapping(at, canary.path("analysis"), ignored -> {}).values().forEach((name, node) -> {
            Object value = NodeValue.recorded(node);
            if (value != null) {
                merged.put(name, value);
            }
        });
        return merged;
    }

    /** Soaks alone must fit: a trial that cannot end in time would always be inconclusive. */
    private static void checkDuration(StrictMapping canary, CanaryRules rules) {
        long soaks = rules.steps().stream().mapToLong(Step::soakMillis).sum();
        Node at = canary.has("maxDuration") ? canary.get("maxDuration") : canary.get("steps");
        if (at != null && soaks >= rules.conduct().maxDurationMillis()) {
            canary.invalid(
                    canary.has("maxDuration") ? "maxDuration" : "steps",
                    at,
                    "does not fit: the steps alone last " + text(soaks) + ", and 'maxDuration' is "
                            + text(rules.conduct().maxDurationMillis())
                            + "; shorten the soaks or raise 'maxDuration'");
        }
    }

    /** A canary without a share of the traffic needs requests that are sent to it, and something to be compared with. */
    private static void checkWeightless(StrictMapping canary, CanaryRules rules) {
        Node at = Objects.requireNonNullElse(canary.get("steps"), canary.node());
        if (rules.steps().getFirst().weight() > 0) {
            return;
        }
        if (rules.traffic().matches().isEmpty()) {
            canary.invalid(
                    "steps",
                    at,
                    "begins with weight 0, and nothing else sends requests to the canary; add 'traffic.match', or begin"
                            + " with at least 1");
        } else if (rules.baseline() != Baseline.STABLE) {
            canary.invalid(
                    "steps",
                    at,
                    "begins with weight 0, and a fresh baseline would get no requests either; set 'baseline: stable', or"
                            + " begin with at least 1");
        }
    }

    /** A duration up to a limit. */
    static Optional<Duration> duration(StrictMapping fields, String name, Duration most) {
        Node at = fields.get(name);
        Optional<Duration> duration = fields.duration(name);
        if (at != null && duration.isPresent() && duration.get().compareTo(most) > 0) {
            fields.invalid(name, at, "must be at most " + text(most.toMillis()));
            return Optional.empty();
        }
        return duration;
    }

    private static String text(long millis) {
        Duration duration = Duration.ofMillis(millis);
        String hours = duration.toHours() == 0 ? "" : duration.toHours() + "h";
        String minutes = duration.toMinutesPart() == 0 ? "" : duration.toMinutesPart() + "m";
        String seconds = duration.toSecondsPart() == 0 ? "" : duration.toSecondsPart() + "s";
        String text = hours + minutes + seconds;
        return text.isEmpty() ? millis + "ms" : text;
    }

    private void unsupported(String what, String remedy, Node at) {
        problems.add(Reason.NOT_SUPPORTED, "not supported yet: '" + what + "'; " + remedy, at);
    }
}
