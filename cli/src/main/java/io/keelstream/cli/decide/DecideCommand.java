package io.keelstream.cli.decide;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.output.DurationText;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A verb by which a person decides: says what it does to what, hands the decision in, and prints the answer. */
abstract class DecideCommand implements Callable<Integer> {

    @Mixin
    private DecideOptions options = new DecideOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    DecideOptions options() {
        return options;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** How long the decision counts; null until it is withdrawn. */
    @Nullable
    Duration validFor() {
        return null;
    }

    /**
     * Says what is going to happen, hands the decision in, and prints the answer.
     *
     * @param valid how long the decision counts; null until it is withdrawn
     * @return the exit code of what was done
     */
    static int decide(
            DecideOptions options,
            DecisionDesk desk,
            String target,
            Intent intent,
            @Nullable Duration valid,
            PrintWriter out)
            throws InterruptedException {
        out.println(target + ": " + intent.effect());
        out.flush();
        Decision decision = decision(options, desk, target, intent, valid);
        if (!options.waits()) {
            desk.handIn(target, decision);
            return 0;
        }
        switch (desk.ask(target, decision, options.timeout())) {
            case Reply.Answered(DecisionAnswer answer)
            when answer.outcome() == Outcome.HONOURED -> out.println("done: " + answer.message());
            case Reply.Answered(DecisionAnswer answer) -> throw CommandFailure.no("refused: " + answer.message());
            case Reply.Overwritten(Decision by) -> throw CommandFailure.no(overwritten(by));
            case Reply.Silent() -> throw CommandFailure.unreachable(silent(options, target));
        }
        out.flush();
        return 0;
    }

    static Decision decision(
            DecideOptions options, DecisionDesk desk, String target, Intent intent, @Nullable Duration valid)
            throws InterruptedException {
        SigningKey key = options.key();
        Decision unsigned = new Decision(
                UUID.randomUUID().toString(),
                intent.kind(),
                options.actor(),
                options.reason(),
                intent.named(),
                valid == null ? null : valid.toMillis(),
                null);
        return key == null ? unsigned : key.sign(desk.installation(), target, unsigned, Instant.now());
    }

    static String overwritten(Decision by) {
        return "the decision does not count: " + by.actor() + " decided otherwise meanwhile"
                + (by.reason().isBlank() ? "" : " (" + by.reason() + ")");
    }

    static String silent(DecideOptions options, String target) {
        return "no answer within " + DurationText.of(options.timeout().toMillis())
                + "; the decision stands. See what the target waits for: keelstream status " + target;
    }
}
