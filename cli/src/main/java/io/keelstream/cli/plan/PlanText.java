package io.keelstream.cli.plan;

import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.plan.PlannedAction.Action;
import io.keelstream.contracts.revision.Problem;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A plan as text for people: what it is, what stands in the way, what it changes field by field. Nothing is told by colour,
 * and nothing is cut off, since a person decides by it. Pure.
 */
public final class PlanText {

    private static final String NEW_LINE = "\n";

    private final StringBuilder out = new StringBuilder();

    private PlanText() {}

    /** The text, with a line feed at its end. */
    public static String of(String target, Plan plan) {
        PlanText text = new PlanText();
        text.head(target, plan);
        text.problems(plan);
        text.actions(plan);
        text.foot(plan);
        return text.out.toString();
    }

    private void head(String target, Plan plan) {
        line(target + ": " + words(plan));
        line("revision   " + plan.revision().shortCommit() + " "
                + plan.revision().message());
        line("cluster    " + plan.cluster() + ", namespace " + plan.namespace());
        if (plan.attempt() > 0) {
            line("attempt    " + (plan.attempt() + 1));
        }
        if (plan.notBefore() != null) {
            line("next try   " + plan.notBefore());
        }
    }

    private static String words(Plan plan) {
        String what = plan.removal() ? "removal" : "plan";
        return switch (plan.state()) {
            case READY -> what + " is ready";
            case AWAITING_APPROVAL -> what + " waits: it would delete what must not be deleted without being asked";
            case BLOCKED -> what + " is blocked";
            case FAILED -> what + " failed: nothing is applied";
            case UNCHANGED -> "nothing to do";
            case UNKNOWN -> what + " is in a state that this version does not know";
        };
    }

    private void problems(Plan plan) {
        section(plan.state() == State.AWAITING_APPROVAL ? "waits for" : "problems", plan.problems());
        section("warnings", plan.warnings());
    }

    private void section(String title, List<Problem> problems) {
        if (problems.isEmpty()) {
            return;
        }
        out.append(NEW_LINE);
        line(title);
        for (Problem problem : problems) {
            String where = problem.where() == null ? "" : problem.where() + ": ";
            line("  [" + problem.reason() + "] " + where + problem.message());
        }
    }

    private void actions(Plan plan) {
        if (plan.actions().isEmpty()) {
            return;
        }
        out.append(NEW_LINE);
        for (PlannedAction action : plan.actions()) {
            action(action);
        }
    }

    private void action(PlannedAction action) {
        StringJoiner remarks = new StringJoiner(", ", " (", ")").setEmptyValue("");
        if (action.wave() != 0 && action.action() != Action.ENSURE) {
            remarks.add("wave " + action.wave());
        }
        if (action.predicted()) {
            remarks.add("predicted");
        }
        if (action.movedFrom() != null) {
            remarks.add("from " + action.movedFrom());
        }
        if (action.cluster() != null) {
            remarks.add("on cluster " + action.cluster());
        }
        line(sign(action.action()) + " " + action.action().name().toLowerCase(Locale.ROOT) + " " + action.reference()
                + remarks);
        if (!action.adoptManagers().isEmpty()) {
            line("    takes over the fields of " + String.join(", ", action.adoptManagers()));
        }
        action.omitted().forEach(path -> line("    " + path + " is left to the autoscaler"));
        action.diff().forEach(field -> line("    " + DiffLine.of(field)));
        action.conflicts().forEach(conflict -> line("    taken from its owner: " + conflict));
    }

    private static String sign(Action action) {
        return switch (action) {
            case CREATE, ENSURE -> "+";
            case UPDATE, ADOPT -> "~";
            case REPLACE -> "!";
            case PRUNE -> "-";
            case RELEASE, UNKNOWN -> " ";
        };
    }

    private void foot(Plan plan) {
        Map<Action, Integer> counts = new EnumMap<>(Action.class);
        plan.actions().forEach(action -> counts.merge(action.action(), 1, Integer::sum));
        StringJoiner summary = new StringJoiner(", ");
        counts.forEach(
                (action, count) -> summary.add(count + " to " + action.name().toLowerCase(Locale.ROOT)));
        summary.add(plan.unchanged() + " unchanged");
        if (!plan.held().isEmpty()) {
            summary.add(plan.held().size() + " held still");
        }
        out.append(NEW_LINE);
        line(summary.toString());
        if (!plan.changeDigest().isEmpty()) {
            line("change digest " + plan.changeDigest());
        }
    }

    private void line(String text) {
        out.append(text).append(NEW_LINE);
    }
}
