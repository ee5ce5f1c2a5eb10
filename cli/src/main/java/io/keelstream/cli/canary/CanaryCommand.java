package io.keelstream.cli.canary;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.decide.DecideOptions;
import io.keelstream.cli.decide.RehearsalRequest;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.table.EventReader;
import io.keelstream.messaging.table.ReadEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws the evidence of a target's running or last canary, or asks for a rehearsal of one. */
@Command(
        name = "canary",
        description =
                "Rehearses a canary of a target with the version that runs, or draws the evidence for and against its"
                        + " running or last canary over time.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused, nothing to draw, or not writable",
            "2:wrong use",
            "3:no Kafka answers, or no answer in time"
        },
        mixinStandardHelpOptions = true)
public final class CanaryCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Mixin
    private DecideOptions options = new DecideOptions();

    @Parameters(paramLabel = "TARGET", description = "The target, e.g. production/shop.")
    private String target = "";

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** One of these. */
    private static final class What {

        @Option(
                names = "--plot",
                required = true,
                paramLabel = "FILE.svg",
                description = "Draw the evidence; where the picture is written.")
        private @Nullable Path plot;

        @ArgGroup(exclusive = false)
        private @Nullable RehearsalRequest rehearsal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Path plot = what.plot;
        RehearsalRequest rehearsal = what.rehearsal;
        if (rehearsal != null) {
            return rehearsal.decide(options, target, spec.commandLine().getOut());
        }
        return draw(target, Objects.requireNonNull(plot, "one of both is given"));
    }

    private int draw(String target, Path plot) {
        ReleaseEvidence evidence = ReleaseEvidence.latest(events(target))
                .orElseThrow(() -> CommandFailure.no("no analysis of a canary of " + target + " is in "
                        + Topic.CANARY.topicName() + ", which keeps 90 days; keelstream status lists the targets"));
        if (evidence.measured() == 0) {
            throw CommandFailure.no("the analysis of the canary of " + target + " has measured nothing yet");
        }
        try {
            Files.writeString(plot, evidence.svg());
        } catch (IOException unwritable) {
            throw CommandFailure.no(plot + " cannot be written: " + unwritable.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(target + ": the canary of " + evidence.subject().revision().shortCommit() + " \""
                + evidence.subject().revision().message() + "\", " + evidence.measured() + " measurements, in " + plot);
        evidence.notes().forEach(note -> out.println("  note: " + note));
        out.flush();
        return 0;
    }

    private List<Received<? extends Record>> events(String target) {
        try (EventReader reader = new EventReader(options.connect().kafka(), List.of(Topic.CANARY))) {
            return reader.readAll(LIMIT).stream()
                    .<Received<? extends Record>>map(ReadEvent::received)
                    .filter(received -> target.equals(received.key()))
                    .toList();
        }
    }
}
