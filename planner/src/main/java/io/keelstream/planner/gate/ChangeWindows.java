package io.keelstream.planner.gate;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.window.Window;
import io.keelstream.contracts.window.Windows;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** While the windows of a target are closed, what Git asks for waits. Pure. */
record ChangeWindows() implements Gate {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ROOT);

    @Override
    public List<Objection> check(PlanDraft draft) {
        List<Window> windows = draft.desired().policy().gating().windows();
        if (windows.isEmpty() || !draft.movesForward() || draft.idle()) {
            return List.of();
        }
        Windows hours = new Windows(windows);
        Instant opening = hours.nextOpening(draft.now());
        if (draft.now().equals(opening)) {
            return List.of();
        }
        return List.of(
                opening == null
                        ? Objection.untilGitChanges(
                                Reason.WINDOW_CLOSED, "change policy.windows in keelstream.yaml", "they never open")
                        : Objection.untilOpening(
                                Reason.WINDOW_CLOSED,
                                "it begins at " + opening + " (" + local(opening, windows.getFirst()) + ")",
                                hours.paused(draft.now()) ? "policy.pause is in force" : "policy.windows are closed",
                                opening));
    }

    private static String local(Instant opening, Window window) {
        try {
            return LOCAL.format(opening.atZone(ZoneId.of(window.timezone()))) + " " + window.timezone();
        } catch (DateTimeException unknown) {
            return "UTC";
        }
    }
}
