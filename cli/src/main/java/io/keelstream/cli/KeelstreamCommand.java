package io.keelstream.cli;

import io.keelstream.cli.adopt.AdoptCommand;
import io.keelstream.cli.analyze.AnalyzeCommand;
import io.keelstream.cli.canary.CanaryCommand;
import io.keelstream.cli.decide.AbortCommand;
import io.keelstream.cli.decide.ApproveCommand;
import io.keelstream.cli.decide.PauseCommand;
import io.keelstream.cli.decide.PinCommand;
import io.keelstream.cli.decide.PromoteCommand;
import io.keelstream.cli.decide.RejectCommand;
import io.keelstream.cli.decide.ResumeCommand;
import io.keelstream.cli.decide.RetryCommand;
import io.keelstream.cli.decide.RollbackCommand;
import io.keelstream.cli.decide.UnpinCommand;
import io.keelstream.cli.decide.WithdrawCommand;
import io.keelstream.cli.drift.DriftCommand;
import io.keelstream.cli.events.EventsCommand;
import io.keelstream.cli.explain.ExplainCommand;
import io.keelstream.cli.health.HealthCommand;
import io.keelstream.cli.hook.HookCommand;
import io.keelstream.cli.output.TextOutput;
import io.keelstream.cli.plan.PlanCommand;
import io.keelstream.cli.provision.ProvisionCommand;
import io.keelstream.cli.render.RenderCommand;
import io.keelstream.cli.render.ValidateCommand;
import io.keelstream.cli.status.StatusCommand;
import io.keelstream.cli.wait.WaitCommand;
import io.keelstream.messaging.service.CompressionCheck;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/** The root of the command line. Without a command it prints its usage, as for wrong use. */
@Command(
        name = "keelstream",
        description = "Event-driven GitOps: keeps Kubernetes clusters equal to Git.",
        mixinStandardHelpOptions = true,
        version = "keelstream 0.1.0",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:not found, not healthy, not valid or rejected",
            "2:wrong use",
            "3:no Keelstream or Kafka answers, or nobody in time (analyze: inconclusive)",
            "4:a person has to decide (wait)"
        },
        subcommands = {
            StatusCommand.class,
            ExplainCommand.class,
            WaitCommand.class,
            EventsCommand.class,
            PlanCommand.class,
            DriftCommand.class,
            ApproveCommand.class,
            RejectCommand.class,
            WithdrawCommand.class,
            PromoteCommand.class,
            AbortCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            RetryCommand.class,
            PinCommand.class,
            UnpinCommand.class,
            RollbackCommand.class,
            CanaryCommand.class,
            RenderCommand.class,
            ValidateCommand.class,
            AdoptCommand.class,
            HealthCommand.class,
            AnalyzeCommand.class,
            ProvisionCommand.class,
            HookCommand.class
        })
public final class KeelstreamCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    /** Runs a verb whose output is {@link TextOutput}. One whose output nobody gets has not succeeded. */
    private static int execute(ParseResult parsed) {
        CommandLine line = parsed.commandSpec().commandLine();
        line.setOut(new TextOutput(line.getOut()));
        line.setErr(new TextOutput(line.getErr()));
        int code = new RunLast().execute(parsed);
        if (code == 0 && line.getOut().checkError()) {
            line.getErr().println("keelstream: the output cannot be written: it is closed, or the disk is full");
            return 1;
        }
        return code;
    }

    /**
     * The command line with further commands.
     *
     * @param commands command objects of other modules, e.g. {@code up}
     */
    public static CommandLine commandLine(Object... commands) {
        CommandLine line = new CommandLine(new KeelstreamCommand());
        for (Object command : commands) {
            line.addSubcommand(command);
        }
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setColorScheme(Help.defaultColorScheme(Ansi.OFF));
        line.setExecutionStrategy(KeelstreamCommand::execute);
        line.setExecutionExceptionHandler((thrown, command, parsed) -> {
            if (thrown instanceof CommandFailure failure) {
                command.getErr().println("keelstream: " + failure.getMessage());
                return failure.exitCode();
            }
            if (thrown instanceof TimeoutException silence) {
                command.getErr().println("keelstream: Kafka does not answer in time: " + silence.getMessage());
                return CommandFailure.UNREACHABLE;
            }
            if (thrown instanceof KafkaException refusal) {
                // a record that cannot be unpacked looks like a refusal too
                command.getErr()
                        .println("keelstream: "
                                + CompressionCheck.finding()
                                        .orElseGet(() -> "Kafka rejects the request: " + refusal.getMessage()));
                return CommandFailure.UNREACHABLE;
            }
            FailureReport.print(thrown, command.getErr());
            return command.getCommandSpec().exitCodeOnExecutionException();
        });
        return line;
    }
}
