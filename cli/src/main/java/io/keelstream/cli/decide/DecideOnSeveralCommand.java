package io.keelstream.cli.decide;

import io.keelstream.cli.CommandFailure;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.targets.TargetState;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A verb that may be about several targets at once. Those that it makes no sense for are named and left out; all others are decided
 * about together, each with a decision and an answer of its own. What ends something is done where nothing of the kind is in force.
 */
abstract class DecideOnSeveralCommand extends DecideCommand {

    @Parameters(
            arity = "0..1",
            paramLabel = "TARGET",
            description =
                    "The target, e.g. production/shop, or a pattern, in which * stands for any text, e.g. 'production/*'.")
    private @Nullable String target;

    @Option(names = "--all", description = "All targets.")
    private boolean all;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "The targets in this cluster, of those that match where TARGET is given.")
    private @Nullable String cluster;

    @Option(
            names = "--selector",
            paramLabel = "LABEL=VALUE",
            split = ",",
            description = "The targets whose application has this label, e.g. team=payments; of several, all of them.")
    private Map<String, String> labels = Map.of();

    /** What the verb does to a target. */
    abstract Intent intent(TargetState target);

    /** The kind that it decides, where that ends something; null otherwise. */
    @Nullable
    Kind ending() {
        return null;
    }

    @Override
    public final Integer call() throws InterruptedException {
        DecideOptions options = options();
        DecisionDesk desk = options.desk();
        String named = target;
        if (named != null && all) {
            throw CommandFailure.wrongUse("TARGET and --all exclude each other");
        }
        Choice choice = new Choice(named == null ? "*" : named, cluster, labels);
        if (named != null && named.indexOf('*') < 0 && cluster == null && labels.isEmpty()) {
            return decide(options, desk, named, intent(desk.target(named)), validFor(), out());
        }
        if (named == null && !all && cluster == null && labels.isEmpty()) {
            throw CommandFailure.wrongUse("name a TARGET, --all, --cluster NAME or --selector LABEL=VALUE");
        }
        SortedMap<String, TargetState> targets = desk.targets(choice);
        if (targets.isEmpty()) {
            throw CommandFailure.no("no target matches " + choice + ". keelstream status lists all");
        }
        SortedMap<String, Decision> decisions = decisions(desk, targets, validFor());
        if (decisions.isEmpty()) {
            return nothing(targets.size());
        }
        if (!options.waits()) {
            decisions.forEach(desk::handIn);
            return 0;
        }
        return done(desk.ask(decisions, options.timeout()));
    }

    /** Where everything is over already, what was wanted is so. */
    private int nothing(int targets) {
        String message = "nothing to decide: none of " + targets + " targets is left";
        if (ending() == null) {
            throw CommandFailure.no(message);
        }
        out().println(message);
        out().flush();
        return 0;
    }

    private SortedMap<String, Decision> decisions(
            DecisionDesk desk, SortedMap<String, TargetState> targets, @Nullable Duration valid)
            throws InterruptedException {
        SortedMap<String, Decision> decisions = new TreeMap<>();
        Kind ending = ending();
        Set<String> inForce = ending == null ? Set.of() : desk.inForce(ending, targets.keySet());
        for (var each : targets.entrySet()) {
            String name = each.getKey();
            if (ending != null && !inForce.contains(name)) {
                out().println(name + ": left out, it is not " + (ending == Kind.UNPIN ? "pinned" : "paused")
                        + " by a person");
                continue;
            }
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
