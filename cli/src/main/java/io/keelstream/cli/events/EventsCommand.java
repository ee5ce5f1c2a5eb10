package io.keelstream.cli.events;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.connect.ConnectOptions;
import io.keelstream.cli.output.OutputOption;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.contracts.topic.Topic.Audience;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.EventReader;
import io.keelstream.messaging.table.ReadEvent;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the events of the public streams. */
@Command(
        name = "events",
        description = "Prints past events, one per line; with --follow also new ones.",
        mixinStandardHelpOptions = true)
public final class EventsCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(
            names = {"-f", "--follow"},
            description = "Continue with new events until interrupted.")
    private boolean follow;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "Only this topic: deployment, revision, drift or canary (default: all).")
    private @Nullable String topic;

    @Parameters(arity = "0..1", paramLabel = "TARGET", description = "Only this target, e.g. production/shop.")
    private @Nullable String target;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Nobody gets the output any more. */
    private final CountDownLatch unwritable = new CountDownLatch(1);

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<Topic> topics = topics();
        KafkaSettings kafka = connect.kafka();
        try (EventReader reader = new EventReader(kafka, topics)) {
            if (follow) {
                reader.read(EventReader.Start.BEGINNING, event -> print(out, event));
                unwritable.await();
            } else {
                reader.readAll(LIMIT).stream()
                        .sorted(Comparator.comparing(event -> event.received().time()))
                        .forEach(event -> print(out, event));
            }
        }
        return 0;
    }

    private void print(PrintWriter out, ReadEvent event) {
        if (target == null || target.equals(event.received().key())) {
            (output.json() ? List.of(EventText.json(event)) : EventText.lines(event)).forEach(out::println);
            if (out.checkError()) {
                unwritable.countDown();
            }
        }
    }

    private List<Topic> topics() {
        List<Topic> streams = Arrays.stream(Topic.values())
                .filter(each -> !each.compacted() && each.audience() == Audience.PUBLIC)
                .toList();
        if (topic == null) {
            return streams;
        }
        String wanted = topic.startsWith("keelstream.") ? topic : "keelstream." + topic + ".v1";
        List<Topic> found =
                streams.stream().filter(each -> each.topicName().equals(wanted)).toList();
        if (found.isEmpty()) {
            throw CommandFailure.wrongUse("there is no topic " + topic + ". Public topics: "
                    + streams.stream().map(Topic::topicName).collect(Collectors.joining(", ")));
        }
        return found;
    }
}
