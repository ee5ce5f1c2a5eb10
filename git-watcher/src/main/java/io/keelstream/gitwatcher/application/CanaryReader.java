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
import io.keelstream.contracts.canary.CanaryRules.Router;
import io.keelstream.contracts.canary.CanaryRules.Step;
import io.keelstream.contracts.canary.CanaryRules.Turn;
import io.keelstream.contracts.canary.CanaryRules.Workloads;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.kubernetes.annotation.Labels;
import io.keelstream.yaml.StrictMapping;
import java.time.Duration;
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
            "blueGreen", "remove it; use one step, e.g. steps: [{weight: 50, soak: 10m}]",
            "experiment",
                    "remove it; a trial that waits for approval is one, with its copies and their Services until its end:"
                            + " steps: [{weight: 5, soak: 1h}, {approval: 1}]; 'abort' takes it back",
            "labels", "remove it; the label " + Labels.TRACK + " says canary or baseline on the pods of the copies");
    static final int MOST_REPLICAS = 1_000;
    private static final Duration LONGEST_TRIAL = Duration.ofDays(7);
    private static final Duration LONGEST_BAKE = Duration.ofDays(1);
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
        StepsReader.Course course = new StepsReader(problems).read(canary, inherited);
        CanaryRules rules = new CanaryRules(
                workloads(canary, inherited.workloads()),
                canary.constant("baseline", Baseline.class, inherited.baseline()),
                canary.integer("replicas", 1, MOST_REPLICAS).orElse(inherited.replicas()),
                new TrafficReader(problems).read(canary, inherited.traffic()),
                course.steps(),
                conduct(canary, inherited.conduct(), course.startApprovals()),
                analysis(canary, inherited.analysis()));
        checkDuration(canary, rules);
        checkWeightless(canary, rules);
        checkSizes(canary, rules);
        return rules;
    }

    private void refuse(StrictMapping canary) {
        NOT_YET.forEach((name, remedy) -> {
            Node at = canary.get(name);
            if (at != null) {
                problems.add(Reason.NOT_SUPPORTED, "not supported yet: '" + canary.path(name) + "'; " + remedy, at);
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

    /** Where the number of pods is the share, a step cannot have another one. */
    private static void checkSizes(StrictMapping canary, CanaryRules rules) {
        if (rules.traffic().router() == Router.REPLICAS
                && rules.steps().stream().anyMatch(step -> step.replicas() != null)) {
            canary.invalid(
                    "steps",
                    Objects.requireNonNullElse(canary.get("steps"), canary.node()),
                    "has a step with 'replicas', and the router is 'replicas', where the pods are the share; remove it from"
                            + " the step");
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
}
