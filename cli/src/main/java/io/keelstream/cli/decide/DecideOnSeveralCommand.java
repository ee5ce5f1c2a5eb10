package io.keelstream.cli.decide;

import io.keelstream.cli.CommandFailure;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.targets.TargetState;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * A verb that may be about several targets at once. Those that it makes no sense for are named and left out; all others are decided
 * about together, each with a decision and an answer of its own.
 */
abstract class DecideOnSeveralCommand extends DecideCommand {

    @Option(names = "--cluster", paramLabel = "NAME", description = "Of the targets that match, those in this cluster.")
    private @Nullable String cluster;

    /** What the verb does to a target. */
    abstract Intent intent(TargetState target);

    @Override
    final Intent intent(DecisionDesk desk, String target) {
        return intent(desk.target(target));
    }

    @Override
    public final Integer call() throws InterruptedException {
        DecideOptions options = options();
        if (options.target().indexOf('*') < 0 && cluster == null) {
            return super.call();
        }
        DecisionDesk desk = new DecisionDesk(options.connect().kafka());
        SortedMap<String, TargetState> targets = desk.targets(options.target(), cluster);
        if (targets.isEmpty()) {
            throw CommandFailure.no("no target matches " + options.target()
                    + (cluster == null ? "" : " in cluster " + cluster) + ". keelstream status lists all");
        }
        SortedMap<String, Decision> decisions = decisions(desk, targets, validFor());
        if (decisions.isEmpty()) {
            throw CommandFailure.no("nothing to decide: none of " + targets.size() + " targets is left");
        }
        if (!options.waits()) {
            decisions.forEach(desk::handIn);
            return 0;
        }
        return done(desk.ask(decisions, options.timeout()));
    }

    private SortedMap<String, Decision> decisions(
            DecisionDesk desk, SortedMap<String, TargetState> targets, @Nullable Duration valid)
            throws InterruptedException {
        SortedMap<String, Decision> decisions = new TreeMap<>();
        for (var each : targets.entrySet()) {
            String name = each.getKey();
            Intent intent;
            try {
                intent = intent(each.getValue());
            } catch (CommandFailure senseless) {
                out().println(name + ": left out, " + senseless.getMessage());
                continue;
            }
            out().println(name + ": " + intent.effect());
            decisions.put(name, decision(options(), desk, name, intent, valid));
        }
        out().flush();
        return decisions;
    }

    /** Prints every reply; the exit code is that of the worst. */
    private int done(SortedMap<String, Reply> replies) {
        int refused = 0;
        int silent = 0;
        for (var each : replies.entrySet()) {
            String line = switch (each.getValue()) {
                case Reply.Answered(DecisionAnswer answer)
                when answer.outcome() == Outcome.HONOURED -> "done: " + answer.message();
                case Reply.Answered(DecisionAnswer answer) -> {
                    refused++;
                    yield "refused: " + each.getKey() + ": " + answer.message();
                }
                case Reply.Overwritten(Decision by) -> {
                    refused++;
                    yield "refused: " + each.getKey() + ": " + overwritten(by);
                }
                case Reply.Silent() -> {
                    silent++;
                    yield each.getKey() + ": " + silent(options(), each.getKey());
                }
            };
            out().println(line);
        }
        out().println((replies.size() - refused - silent) + " of " + replies.size() + " done");
        out().flush();
        return silent > 0 ? CommandFailure.unreachable("").exitCode() : refused > 0 ? 1 : 0;
    }
}
