package io.keelstream.cli.explain;

import io.keelstream.cli.explain.Explanation.Link;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The one home of the rule which of all that is known of a target is the first cause. What a commit passes on its way is looked at in
 * that order, and the first place where it does not get on is the cause: its records, its files, the running release, the plan and what
 * gates it, the release that failed, a bundle that takes its place. Only then what is wrong with what is deployed counts. A ref that
 * cannot be read is the cause of nothing that is deployed, so it comes last. Pure.
 */
public final class FirstCause {

    private static final Set<String> GOOD = Set.of("Healthy", "Suspended");

    private final Tables tables;

    /** Targets that are explained, or being explained: those that wait for each other have an end. */
    private final Map<TargetName, Optional<Explanation>> asked = new HashMap<>();

    private FirstCause(Tables tables) {
        this.tables = tables;
    }

    /** Explains a target; empty where no table knows it. */
    public static Optional<Explanation> of(TargetName target, Tables tables) {
        return new FirstCause(tables).explain(target);
    }

    private Optional<Explanation> explain(TargetName target) {
        Optional<Explanation> known = asked.putIfAbsent(target, Optional.empty());
        if (known != null) {
            return known;
        }
        Optional<Explanation> explanation = look(target);
        asked.put(target, explanation);
        return explanation;
    }

    private Optional<Explanation> look(TargetName target) {
        Situation at = Situation.of(target, tables);
        boolean known = at.claim() != null
                || at.state() != null
                || at.plan() != null
                || !at.unreadable().isEmpty();
        if (!known) {
            return Optional.empty();
        }
        List<Finding> findings = findings(at);
        if (findings.isEmpty()) {
            return Optional.of(new Explanation(target, true, List.of(well(at)), null, List.of()));
        }
        Finding first = findings.getFirst();
        return Optional.of(new Explanation(target, false, first.links(), first.remedy(), others(findings)));
    }

    private List<Finding> findings(Situation at) {
        List<Finding> all = new ArrayList<>();
        all.addAll(GitFindings.unreadable(at));
        all.addAll(ReleaseFindings.untouched(at));
        all.addAll(GitFindings.rejected(at));
        all.addAll(ReleaseFindings.running(at));
        all.addAll(PlanFindings.waiting(at, this::explain));
        all.addAll(ReleaseFindings.paused(at));
        all.addAll(ReleaseFindings.queued(at));
        all.addAll(DriftFindings.causes(at));
        all.addAll(ReleaseFindings.failed(at));
        all.addAll(PlanFindings.instead(at));
        all.addAll(ReleaseFindings.unhealthy(at));
        if (all.isEmpty()) {
            all.addAll(unplanned(at));
        }
        all.addAll(DriftFindings.rest(at));
        all.addAll(ReleaseFindings.held(at));
        all.addAll(ReleaseFindings.ignored(at));
        all.addAll(GitFindings.ref(at, tables));
        return all;
    }

    /** Nothing is wrong, and the target is not there yet. */
    private static List<Finding> unplanned(Situation at) {
        TargetState state = at.state();
        Tables.Claim claim = at.claim();
        if (state == null) {
            return claim == null || claim.head().removed() || claim.head().bundleDigest() == null
                    ? List.of()
                    : List.of(Finding.of(
                            at,
                            "is rendered, and neither planner nor applier has answered",
                            claim.record().time()));
        }
        if (!state.waitingFor().isEmpty()) {
            return List.of(Finding.of(
                    at,
                    "waits for " + state.waitingFor(),
                    claim == null ? null : claim.record().time()));
        }
        return GOOD.contains(state.health())
                ? List.of()
                : List.of(Finding.of(at, "is " + state.health(), state.since()));
    }

    private static Link well(Situation at) {
        TargetState state = at.state();
        Revision applied = state == null ? null : state.applied();
        return state == null
                ? new Link(at.name(), "", "is not in Git any more, and nothing of it is left", null)
                : new Link(
                        at.name(),
                        "",
                        "is " + state.health() + (applied == null ? "" : " at " + applied.shortCommit()),
                        state.since());
    }

    /** The causes of the other findings, without those that are about what the first one names already. */
    private static List<Link> others(List<Finding> findings) {
        Finding first = findings.getFirst();
        String target = first.links().getFirst().subject();
        Set<String> said = new HashSet<>();
        first.links().forEach(each -> said.add(about(each, target)));
        List<Link> others = new ArrayList<>();
        for (Finding finding : findings.subList(1, findings.size())) {
            Link cause = finding.links().size() == 1
                    ? finding.cause()
                    : finding.links().get(1);
            if (said.add(about(cause, target))) {
                others.add(finding.links().size() <= 2 ? cause : joined(cause, finding.cause()));
            }
        }
        return others;
    }

    private static String about(Link link, String target) {
        return link.subject().equals(target) ? link.text() : link.subject();
    }

    /** An object together with what its pods say. */
    private static Link joined(Link object, Link pods) {
        return new Link(
                object.subject(),
                object.reason(),
                object.text() + "; " + pods.subject() + ": " + pods.text(),
                object.since());
    }
}
