package io.keelstream.cli.drift;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.connect.ConnectOptions;
import io.keelstream.cli.output.OutputOption;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.codec.PayloadJson;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.table.TableReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what has drifted now. */
@Command(
        name = "drift",
        description = {
            "Shows what somebody changed behind Git's back: which fields, who did it, how and when.",
            "The way to accept a change is a commit. Past drift: keelstream events --topic drift."
        },
        mixinStandardHelpOptions = true)
public final class DriftCommand implements Callable<Integer> {

    private static final Duration LOAD_LIMIT = Duration.ofSeconds(30);

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(arity = "0..1", paramLabel = "TARGET", description = "Only this target, e.g. production/shop.")
    private @Nullable String target;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, DriftState> states = load();
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(states.entrySet().stream().map(DriftCommand::json).collect(Collectors.joining(",", "[", "]")));
        } else {
            DriftTable.lines(states).forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private Map<String, DriftState> load() {
        Map<String, DriftState> states = new TreeMap<>();
        try (var reader = new TableReader<>(connect.kafka(), Topic.DRIFTED, DriftState.class)) {
            for (Entry<DriftState> entry : reader.load(LOAD_LIMIT).entries()) {
                if (entry instanceof Entry.Present<DriftState> present) {
                    states.put(entry.key(), present.received().payload());
                }
            }
        }
        String wanted = target;
        if (wanted == null) {
            return states;
        }
        if (!wanted.contains("/")) {
            throw CommandFailure.wrongUse(
                    "'" + wanted + "' is no target; write it as TARGET/APPLICATION, e.g. production/shop");
        }
        DriftState found = states.get(wanted);
        return found == null ? Map.of() : Map.of(wanted, found);
    }

    private static String json(Map.Entry<String, DriftState> state) {
        String data = new String(PayloadJson.write(state.getValue()), StandardCharsets.UTF_8);
        return "{\"target\":\"" + state.getKey() + "\"," + data.substring(1);
    }
}
