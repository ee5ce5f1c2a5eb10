package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.Gating.Approval;
import io.keelstream.contracts.targets.Gating.Sync;
import io.keelstream.yaml.StrictMapping;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.yaml.snakeyaml.nodes.Node;

/** Reads what a change waits for: {@code sync} and {@code approval} of a policy. Confined to one thread. */
final class GatingReader {

    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int MOST_APPROVALS = 10;

    private final FileProblems problems;

    GatingReader(FileProblems problems) {
        this.problems = problems;
    }

    Gating read(StrictMapping policy, Gating inherited) {
        return new Gating(
                policy.constant("sync", Sync.class, inherited.sync()), approval(policy, inherited.approval()));
    }

    private Approval approval(StrictMapping policy, Approval inherited) {
        StrictMapping approval = policy.section("approval", List.of("required", "expires"));
        int required = approval.integer("required", 1, MOST_APPROVALS).orElse(inherited.required());
        if (required > 1) {
            Node at = Objects.requireNonNull(approval.get("required"), "more than one is never inherited");
            problems.add(
                    Reason.NOT_SUPPORTED,
                    "not supported yet: '" + approval.path("required")
                            + "'; write 1: who decides is not verified, so one person counts",
                    at);
        }
        return new Approval(1, expires(approval, inherited.expiresMillis()));
    }

    private static long expires(StrictMapping approval, long inherited) {
        Node at = approval.get("expires");
        Duration expires = approval.duration("expires").orElse(null);
        if (at == null || expires == null) {
            return inherited;
        }
        if (!expires.isPositive() || expires.compareTo(LONGEST) > 0) {
            approval.invalid("expires", at, "must be more than 0s and at most 720h");
            return inherited;
        }
        return expires.toMillis();
    }
}
