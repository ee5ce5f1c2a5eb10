package io.keelstream.cli.status;

import io.keelstream.cli.explain.Explanation;
import io.keelstream.cli.explain.FirstCause;
import io.keelstream.cli.explain.Tables;
import io.keelstream.cli.output.DurationText;
import io.keelstream.cli.output.TextTable;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.targets.TargetState.ObjectHealth;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The text of {@code status}. Pure. */
final class StatusText {

    private static final int WIDEST_WAIT = 100;
    private static final Set<String> GOOD = Set.of("Healthy", "Suspended");

    private final Tables tables;
    private final Instant now;

    /**
     * @param tables what causes are found in
     * @param now what ages are counted from
     */
    StatusText(Tables tables, Instant now) {
        this.tables = tables;
        this.now = now;
    }

    static String name(TargetState state) {
        return state.target() + "/" + state.application();
    }

    static int order(TargetState a, TargetState b) {
        int byApplication = a.application().compareTo(b.application());
        return byApplication != 0 ? byApplication : a.target().compareTo(b.target());
    }

    static String problem(Problem problem) {
        return problem.reason() + ": " + (problem.where() == null ? "" : problem.where() + ": ") + problem.message();
    }

    List<String> table(List<RejectedTargets.Row> rows) {
        TextTable table = new TextTable("TARGET", "DESIRED", "APPLIED", "HEALTH", "SINCE", "WAITING FOR");
        for (RejectedTargets.Row row : rows) {
            TargetState state = row.state();
            table.row(
                    name(state),
                    row.rejected() ? "rejected" : commit(state.desired()),
                    commit(state.applied()),
                    state.health(),
                    DurationText.age(state.since(), now),
                    cut(
                            state.waitingFor().isEmpty()
                                    ? explanation(state)
                                            .map(Explanation::because)
                                            .orElse("")
                                    : state.waitingFor()));
        }
        return table.lines();
    }

    List<String> detail(RejectedTargets.Row row) {
        TargetState state = row.state();
        List<String> lines = new ArrayList<>();
        lines.add("target:      " + name(state));
        lines.add("cluster:     " + state.cluster() + ", namespace " + state.namespace());
        lines.add("desired:     " + revision(state.desired()) + (row.rejected() ? ", a newer commit is rejected" : ""));
        lines.add("applied:     " + revision(state.applied()));
        lines.add("health:      " + state.health() + " since " + state.since().truncatedTo(ChronoUnit.SECONDS) + " ("
                + DurationText.age(state.since(), now) + ")");
        lines.add("objects:     " + state.objects());
        lines.add("deployment:  " + (state.deploymentId() == null ? "none" : state.deploymentId())
                + (state.running() ? " (running)" : state.lastOutcome() == null ? "" : " (" + ending(state) + ")"));
        if (!state.waitingFor().isEmpty()) {
            lines.add("waiting for: " + state.waitingFor());
        }
        String reasons = state.conditions().stream()
                .filter(problem -> isSaid(problem, state.waitingFor())
                        && !state.waitingFor().contains(problem.reason()))
                .map(Problem::reason)
                .distinct()
                .collect(Collectors.joining(", "));
        if (!reasons.isEmpty()) {
            lines.add("reason:      " + reasons);
        }
        explanation(state)
                .filter(each -> !state.waitingFor().contains(each.cause().text()))
                .map(Explanation::because)
                .filter(cause -> !cause.isEmpty())
                .ifPresent(cause ->
                        lines.add("cause:       " + cause + " (keelstream explain " + name(state) + " shows more)"));
        for (ObjectHealth object : state.unhealthy()) {
            lines.add("  " + object.health() + "  " + object.reference() + "  " + object.message());
        }
        state.conditions().stream()
                .filter(problem -> !isSaid(problem, state.waitingFor()))
                .forEach(problem -> lines.add("  " + problem(problem)));
        return lines;
    }

    /** Whether what the target waits for says it. */
    private static boolean isSaid(Problem problem, String waitingFor) {
        return waitingFor.contains(problem.message());
    }

    /** Why the target is as it is, as far as the tables that status reads tell it. */
    private Optional<Explanation> explanation(TargetState state) {
        return FirstCause.of(new TargetName(state.target(), state.application()), tables);
    }

    /** The outcome is of then, the health of now: where they differ, the words say so. */
    private static String ending(TargetState state) {
        boolean healthyNow = GOOD.contains(state.health());
        boolean differs = switch (state.lastOutcome()) {
            case "HEALTHY" -> !healthyNow;
            case "DEGRADED", "FAILED" -> healthyNow;
            case null, default -> false;
        };
        return "ended " + state.lastOutcome() + (differs ? "; its objects are " + state.health() + " now" : "");
    }

    private static String commit(@Nullable Revision revision) {
        return revision == null ? "-" : revision.shortCommit();
    }

    private static String revision(@Nullable Revision revision) {
        return revision == null
                ? "-"
                : revision.commit() + " \"" + revision.message() + "\" by " + revision.author() + " ("
                        + revision.repository() + " " + revision.ref() + ")";
    }

    private static String cut(String text) {
        return text.length() <= WIDEST_WAIT ? text : text.substring(0, WIDEST_WAIT - 1) + "…";
    }
}
