package io.keelstream.cli.status;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.connect.ConnectOptions;
import io.keelstream.cli.output.OutputOption;
import io.keelstream.contracts.target.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.codec.PayloadJson;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.table.TableReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints how the targets are, from the public read model. */
@Command(
        name = "status",
        description = "Shows each target: desired and applied revision, health, and what it waits for.",
        mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {

    private static final Duration LOAD_LIMIT = Duration.ofSeconds(30);

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(arity = "0..1", paramLabel = "TARGET", description = "One target in detail, e.g. production/shop.")
    private @Nullable String target;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<TargetState> states = load();
        PrintWriter out = spec.commandLine().getOut();
        String wanted = target;
        if (wanted != null) {
            TargetState state = states.stream()
                    .filter(each -> StatusText.name(each).equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> CommandFailure.no("there is no target " + wanted));
            if (output.json()) {
                out.println(json(state));
            } else {
                StatusText.detail(state, Instant.now()).forEach(out::println);
            }
        } else if (output.json()) {
            out.println("["
                    + String.join(",", states.stream().map(StatusCommand::json).toList()) + "]");
        } else if (states.isEmpty()) {
            out.println("no targets yet");
        } else {
            StatusText.table(states, Instant.now()).forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private List<TargetState> load() {
        List<TargetState> states = new ArrayList<>();
        try (var reader = new TableReader<>(connect.kafka(), Topic.TARGET, TargetState.class)) {
            for (Entry<TargetState> entry : reader.load(LOAD_LIMIT).entries()) {
                if (entry instanceof Entry.Present<TargetState> present) {
                    states.add(present.received().payload());
                }
            }
        }
        states.sort(Comparator.comparing(TargetState::application).thenComparing(TargetState::target));
        return states;
    }

    private static String json(TargetState state) {
        return new String(PayloadJson.write(state), StandardCharsets.UTF_8);
    }
}
