package io.keelstream.cli.plan;

import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.inventory.Revert;
import io.keelstream.contracts.plan.Assessment;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.plan.PlannedAction.Adopt;
import io.keelstream.contracts.plan.PlannedAction.Create;
import io.keelstream.contracts.plan.PlannedAction.Ensure;
import io.keelstream.contracts.plan.PlannedAction.Preview;
import io.keelstream.contracts.plan.PlannedAction.Prune;
import io.keelstream.contracts.plan.PlannedAction.Release;
import io.keelstream.contracts.plan.PlannedAction.Replace;
import io.keelstream.contracts.plan.PlannedAction.RunHook;
import io.keelstream.contracts.plan.PlannedAction.Unknown;
import io.keelstream.contracts.plan.PlannedAction.Update;
import io.keelstream.contracts.plan.PlannedAction.Write;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.demand.DemandChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A plan as text for users: its state, its problems, its changes field by field. It does not rely on colour and truncates
 * nothing, since users decide by it. Pure.
 */
public final class PlanText {

    private static final Preview NOTHING = new Preview(false, List.of(), List.of(), List.of());

    private final List<String> out = new ArrayList<>();

    private PlanText() {}

    /**
     * The lines.
     *
     * @param history the latest analysis of the target that passed; null where none did
     */
    public static List<String> lines(String target, Plan plan, @Nullable Analysis history) {
        PlanText text = new PlanText();
        text.head(target, plan);
        text.problems(plan);
        text.canary(plan, history);
        text.actions(plan);
        text.foot(plan);
        return text.out;
    }

    private void head(String target, Plan plan) {
        line(target + ": " + words(plan));
        line("revision   " + plan.revision().shortCommit() + " "
                + plan.revision().message());
        line("cluster    " + plan.cluster() + ", namespace " + plan.namespace());
        Revert revert = plan.origin().revert();
        if (revert != null) {
            line("goes back  " + back(revert));
        }
        if (plan.attempt() > 0) {
            line("attempt    " + (plan.attempt() + 1));
        }
        if (plan.notBefore() != null) {
            line("retry at   " + plan.notBefore());
        }
        Assessment assessment = plan.work().assessment();
        if (assessment != null && DemandChange.of(assessment).isAnything()) {
            line("requests   " + DemandChange.of(assessment).text(assessment.prices()));
        }
    }

    private static String back(Revert revert) {
        return switch (revert) {
            case LAST_HEALTHY -> "to what was healthy last: waits for no window, approval or other target";
            case EARLIER_HEALTHY -> "to what was healthy before: waits for no window and no other target";
            case UNKNOWN -> "to what was healthy";
        };
    }

    private static String words(Plan plan) {
        String what = plan.removal() ? "removal" : "plan";
        return switch (plan.state()) {
            case READY -> what + " is ready";
            case AWAITING_APPROVAL -> what + " awaits approval";
            case AWAITING_WINDOW -> what + " waits for its window";
            case AWAITING_DEPENDENCY -> what + " waits for other targets";
            case BLOCKED -> what + " is blocked";
            case FAILED -> what + " failed: nothing is applied";
            case UNCHANGED -> "nothing to do";
            case UNKNOWN -> what + " has a state that this version does not know";
        };
    }

    private void problems(Plan plan) {
        boolean waits = plan.state() == State.AWAITING_APPROVAL || plan.state() == State.AWAITING_WINDOW;
        section(waits ? "waits for" : "problems", plan.problems());
        section("warnings", plan.warnings());
    }

    private void canary(Plan plan, @Nullable Analysis history) {
        List<String> lines = CanaryText.of(plan.work().canary(), plan.rehearses(), history);
        if (!lines.isEmpty()) {
            line("");
            lines.forEach(this::line);
        }
    }

    private void section(String title, List<Problem> problems) {
        if (problems.isEmpty()) {
            return;
        }
        line("");
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
        line("");
        for (PlannedAction action : plan.actions()) {
            action(plan, action);
        }
    }

    private void action(Plan plan, PlannedAction action) {
        StringJoiner remarks = new StringJoiner(", ", " (", ")").setEmptyValue("");
        int wave = wave(action);
        if (wave != 0) {
            remarks.add("wave " + wave);
        }
        Preview preview = action instanceof Write write ? write.preview() : NOTHING;
        if (preview.predicted()) {
            remarks.add("predicted");
        }
        if (action instanceof RunHook hook) {
            remarks.add(plan.word(hook.rule().phase()));
        }
        line(sign(action) + " " + words(action) + " " + action.reference() + remarks);
        if (action instanceof Adopt adopt && !adopt.managers().isEmpty()) {
            line("    takes over the fields of " + String.join(", ", adopt.managers()));
        }
        preview.notes().forEach(note -> line("    " + note));
        preview.diff().forEach(field -> line("    " + DiffLine.of(field)));
        preview.conflicts().forEach(conflict -> line("    taken from its owner: " + conflict));
    }

    private static String words(PlannedAction action) {
        return action.label().toLowerCase(Locale.ROOT);
    }

    private static int wave(PlannedAction action) {
        return switch (action) {
            case Write write -> write.turn().wave();
            case Prune prune -> prune.turn().wave();
            case Ensure ensure -> 0;
            case Release release -> 0;
            case RunHook hook ->
                hook.rule().phase() == HookPhase.SYNC ? hook.rule().weight() : 0;
            case Unknown unknown -> 0;
        };
    }

    private static String sign(PlannedAction action) {
        return switch (action) {
            case Create create -> "+";
            case Ensure ensure -> "+";
            case Update update -> "~";
            case Adopt adopt -> "~";
            case Replace replace -> "!";
            case Prune prune -> "-";
            case Release release -> " ";
            case RunHook hook -> ">";
            case Unknown unknown -> "?";
        };
    }

    /** How many objects it does what to. */
    public static String summary(Plan plan) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        plan.actions().forEach(action -> counts.merge(words(action), 1, Integer::sum));
        StringJoiner summary = new StringJoiner(", ");
        counts.forEach((action, count) -> summary.add(count + " to " + action));
        summary.add(plan.unchanged() + " unchanged");
        if (!plan.held().isEmpty()) {
            summary.add(plan.held().size() + " on hold");
        }
        return summary.toString();
    }

    private void foot(Plan plan) {
        line("");
        line(summary(plan));
        if (!plan.changeDigest().isEmpty()) {
            line("change digest " + plan.changeDigest());
        }
    }

    private void line(String text) {
        out.add(text);
    }
}
