package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.Step;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.yaml.StrictMapping;
import java.time.Duration;
import java.util.ArrayList;
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
 * Reads {@code canary.steps}: shares of the traffic, which rise, and the people who are asked between them. Steps that other
 * tools have are refused by name. Confined to one thread.
 */
final class StepsReader {

    private static final Map<String, String> NO_STEPS = Map.of(
            "plugin",
            "remove the item; run what it does as a Job with the annotation '" + Annotations.HOOK
                    + ": canary' before the first"
                    + " traffic, or 'canary-check' beside it",
            "experiment",
            "remove the item; the fresh baseline and the canary are compared in every step, and {approval: 1}"
                    + " waits for a person");
    private static final List<String> STEP_FIELDS = Stream.concat(
                    Stream.of("weight", "soak", "replicas", "approval"),
                    NO_STEPS.keySet().stream().sorted())
            .toList();
    private static final int MOST_STEPS = 20;
    private static final int MOST_WEIGHT = 99;
    private static final int MOST_APPROVALS = 10;
    private static final Duration DEFAULT_SOAK = Duration.ofMinutes(5);

    private final FileProblems problems;

    StepsReader(FileProblems problems) {
        this.problems = problems;
    }

    /**
     * The steps, and what comes before the first.
     *
     * @param startApprovals people who have to promote the trial before it begins; null for none
     */
    record Course(List<Step> steps, @Nullable Integer startApprovals) {}

    /** The steps under {@code steps} of the block, or the inherited ones. */
    Course read(StrictMapping canary, CanaryRules inherited) {
        Node at = canary.get("steps");
        Integer startApprovals = inherited.conduct().startApprovals();
        if (at == null) {
            return new Course(inherited.steps(), startApprovals);
        }
        startApprovals = null;
        List<Step> steps = new ArrayList<>();
        for (StrictMapping fields : canary.sections("steps", STEP_FIELDS)) {
            if (refused(fields)) {
                continue;
            }
            int asked = fields.has("approval") ? approvals(fields) : 0;
            if (asked > 0 && steps.isEmpty()) {
                startApprovals = asked;
            } else if (asked > 0) {
                steps.add(steps.removeLast().withApprovals(asked));
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

    /** How many people are asked: after the verdict of the step before it, or before the trial where no step comes before it. */
    private static int approvals(StrictMapping fields) {
        Node at = Objects.requireNonNull(fields.get("approval"), "there is an approval");
        if (Stream.of("weight", "soak", "replicas").anyMatch(fields::has)) {
            fields.invalid(
                    "approval",
                    at,
                    "must be an item of its own: write '- {approval: 1}' after the step it is for, or before the first");
            return 0;
        }
        return fields.integer("approval", 1, MOST_APPROVALS).orElse(0);
    }

    private Step step(StrictMapping fields) {
        if (!fields.has("weight") && fields.node() instanceof MappingNode) {
            fields.required("weight");
        }
        int weight = fields.integer("weight", 0, MOST_WEIGHT).orElse(1);
        return new Step(
                weight,
                CanaryReader.duration(fields, "soak", Duration.ofDays(1))
                        .orElse(DEFAULT_SOAK)
                        .toMillis(),
                0,
                fields.integer("replicas", 1, CanaryReader.MOST_REPLICAS).orElse(null));
    }

    /** Whether the item is a step of another tool. */
    private boolean refused(StrictMapping fields) {
        boolean refused = false;
        for (Map.Entry<String, String> each : NO_STEPS.entrySet()) {
            Node at = fields.get(each.getKey());
            if (at != null) {
                unsupported(fields.path(each.getKey()), each.getValue(), at);
                refused = true;
            }
        }
        return refused;
    }

    private void unsupported(String what, String remedy, Node at) {
        problems.add(Reason.NOT_SUPPORTED, "not supported yet: '" + what + "'; " + remedy, at);
    }
}
