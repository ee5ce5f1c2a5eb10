package io.keelstream.applier.canary;

import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.hook.HookRun;
import io.keelstream.contracts.plan.Plan;
import java.util.stream.Collectors;

/** What people read of the hooks that run beside a trial. Pure. */
public final class BesideText {

    private BesideText() {}

    /** E.g. {@code ; the canary-load hook Job.batch/shop/load runs}; empty where none was begun. */
    public static String of(Plan running, TrialPosition at) {
        return at.beside().stream()
                .map(run -> "; the " + run.phase().word() + " hook "
                        + running.hooks(run.phase()).get(run.position()).reference() + " " + of(running, run))
                .collect(Collectors.joining());
    }

    private static String of(Plan running, HookRun run) {
        HookRun.End end = run.end();
        if (end == null) {
            return run.phase() == HookPhase.CANARY_CHECK ? "has to succeed before " + TrialText.end(running) : "runs";
        }
        if (end.failure() == null) {
            return "ended well";
        }
        return (run.uid() == null ? "could not be created: " : "")
                + end.failure().message();
    }
}
