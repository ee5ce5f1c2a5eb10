package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.yaml.StrictMapping;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads {@code release} and {@code canary}, which an application and each of its targets may have; absent fields are
 * inherited. Confined to one thread.
 */
final class ReleaseReader {

    private static final List<String> STRATEGIES = List.of("rolling", "canary");
    private static final List<String> SEPARATE_STACKS = List.of("bluegreen", "blue-green", "blue/green");

    private final FileProblems problems;

    ReleaseReader(FileProblems problems) {
        this.problems = problems;
    }

    /** The rules of an application: its targets may choose the strategy that its {@code canary} is for. */
    ReleaseRules application(StrictMapping owner, StrictMapping targets) {
        ReleaseRules rules = read(owner, ReleaseRules.ROLLING);
        if (!rules.canary() && !anyCanary(targets)) {
            unused(owner);
        }
        return rules;
    }

    /** The rules of a target, on top of those of its application. */
    ReleaseRules target(StrictMapping owner, ReleaseRules inherited) {
        ReleaseRules rules = read(owner, inherited);
        if (!rules.canary()) {
            unused(owner);
        }
        return rules;
    }

    private ReleaseRules read(StrictMapping owner, ReleaseRules inherited) {
        return new ReleaseRules(
                strategy(owner, inherited.canary()), new CanaryReader(problems).read(owner, inherited.rules()));
    }

    private boolean strategy(StrictMapping owner, boolean inherited) {
        if (!owner.has("release")) {
            return inherited;
        }
        StrictMapping release = owner.section("release", List.of("strategy", "canary"));
        Node block = release.get("canary");
        if (block != null) {
            problems.add(
                    Reason.UNKNOWN_FIELD,
                    "unknown field '" + release.path("canary") + "'; write 'canary' beside 'release', not inside it",
                    block);
        }
        Node at = release.get("strategy");
        String written = release.text("strategy").orElse("");
        if (at != null && SEPARATE_STACKS.contains(written.toLowerCase(Locale.ROOT))) {
            problems.add(
                    Reason.NOT_SUPPORTED,
                    "not supported: '" + release.path("strategy") + ": " + written + "'; use strategy 'canary' with one"
                            + " step, e.g. steps: [{weight: 50, soak: 10m}]",
                    at);
            return inherited;
        }
        return release.choice("strategy", STRATEGIES).map("canary"::equals).orElse(inherited);
    }

    private void unused(StrictMapping owner) {
        Node block = owner.get("canary");
        if (block != null) {
            problems.add(
                    Reason.INVALID_VALUE,
                    "'" + owner.path("canary") + "' has no effect, because the strategy is 'rolling'; set '"
                            + owner.path("release.strategy") + "' to 'canary', or remove the block",
                    block);
        }
    }

    /** Whether a target asks for canary releases; what is wrong with the targets is reported where they are read. */
    private static boolean anyCanary(StrictMapping owner) {
        return owner.get("targets") instanceof SequenceNode targets
                && targets.getValue().stream().anyMatch(ReleaseReader::asksForCanary);
    }

    private static boolean asksForCanary(Node target) {
        return lookup(target, "release")
                .flatMap(release -> lookup(release, "strategy"))
                .map(StrictMapping::text)
                .filter("canary"::equals)
                .isPresent();
    }

    private static Optional<Node> lookup(Node node, String field) {
        StrictMapping fields = new StrictMapping(node, "", ignored -> {});
        return Optional.ofNullable(fields.get(field));
    }
}
