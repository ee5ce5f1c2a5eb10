package io.keelstream.cli.canary;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.connect.ConnectOptions;
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
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws the evidence of a target's running or last canary. */
@Command(
        name = "canary",
        description = "Draws the evidence for and against the running or last canary of a target over time.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:drawn", "1:nothing to draw, or not writable", "2:wrong use", "3:no Kafka answers"},
        mixinStandardHelpOptions = true)
public final class CanaryCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Parameters(paramLabel = "TARGET", description = "The target, e.g. production/shop.")
    private String target = "";

    @Option(names = "--plot", required = true, paramLabel = "FILE.svg", description = "Where the picture is written.")
    private Path plot = Path.of("");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        ReleaseEvidence evidence = ReleaseEvidence.latest(events())
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
        out.flush();
        return 0;
    }

    private List<Received<? extends Record>> events() {
        try (EventReader reader = new EventReader(connect.kafka(), List.of(Topic.CANARY))) {
            return reader.readAll(LIMIT).stream()
                    .<Received<? extends Record>>map(ReadEvent::received)
                    .filter(received -> target.equals(received.key()))
                    .toList();
        }
    }
}
