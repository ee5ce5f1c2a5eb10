package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.Conflicts;
import io.keelstream.contracts.targets.TargetPolicy.Deletion;
import io.keelstream.contracts.targets.TargetPolicy.Drift;
import io.keelstream.contracts.targets.TargetPolicy.Health;
import io.keelstream.contracts.targets.TargetPolicy.OnFailure;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import io.keelstream.contracts.targets.TargetPolicy.Prune;
import io.keelstream.yaml.StrictMapping;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads {@code policy}. Absent fields are inherited from the policy that is passed in: the
 * application's for a target, the defaults for an application. A value that this version does not support is rejected,
 * because ignoring a rule that somebody relies on is worse than not deploying. Stateless.
 */
final class PolicyReader {

    private static final List<String> FIELDS = List.of(
            "sync",
            "approval",
            "prune",
            "onRemoval",
            "drift",
            "conflicts",
            "createNamespace",
            "timeout",
            "onFailure",
            "dependsOn",
            "windows",
            "pause",
            "pin",
            "rules",
            "cost",
            "ingress",
            "statefulset",
            "untouched");
    private static final Duration LONGEST = Duration.ofHours(24);

    private final GatingReader gating = new GatingReader();

    /** The policy under {@code policy} of the owner, on top of {@code inherited}. */
    TargetPolicy read(StrictMapping owner, TargetPolicy inherited) {
        if (owner.get("policy") == null) {
            return inherited;
        }
        StrictMapping policy = owner.section("policy", FIELDS);
        return new TargetPolicy(
                new Deletion(
                        prune(policy, inherited.prune()),
                        policy.constant("onRemoval", OnRemoval.class, inherited.onRemoval())),
                policy.constant("drift", Drift.class, inherited.drift()),
                policy.constant("conflicts", Conflicts.class, inherited.conflicts()),
                policy.bool("createNamespace").orElse(inherited.createNamespace()),
                health(policy, inherited.health()),
                inherited.canary(),
                gating.read(policy, inherited.gating()));
    }

    private Health health(StrictMapping policy, Health inherited) {
        return new Health(
                timeout(policy).map(Duration::toMillis).orElse(inherited.timeoutMillis()),
                policy.section("ingress", List.of("requireAddress"))
                        .bool("requireAddress")
                        .orElse(inherited.ingressRequireAddress()),
                policy.section("statefulset", List.of("unstick"))
                        .bool("unstick")
                        .orElse(inherited.statefulSetUnstick()),
                policy.section("untouched", List.of("requireHealthy"))
                        .bool("requireHealthy")
                        .orElse(inherited.untouchedRequireHealthy()),
                policy.constant("onFailure", OnFailure.class, inherited.onFailure()));
    }

    private Prune prune(StrictMapping policy, Prune inherited) {
        StrictMapping prune = policy.section("prune", List.of("mode", "maxObjects", "maxPercent"));
        return new Prune(
                prune.constant("mode", Prune.Mode.class, inherited.mode()),
                prune.integer("maxObjects", 0, 100_000).orElse(inherited.maxObjects()),
                prune.integer("maxPercent", 0, 100).orElse(inherited.maxPercent()));
    }

    private Optional<Duration> timeout(StrictMapping policy) {
        Node at = policy.get("timeout");
        Optional<Duration> duration = policy.duration("timeout");
        if (at != null
                && duration.isPresent()
                && (duration.get().isZero() || duration.get().compareTo(LONGEST) > 0)) {
            policy.invalid("timeout", at, "must be more than 0s and at most 24h");
            return Optional.empty();
        }
        return duration;
    }
}
