package io.keelstream.cli.drift;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.connect.ConnectOptions;
import io.keelstream.cli.output.JsonOutput;
import io.keelstream.cli.output.OutputOption;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.TableReader;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints current drift. */
@Command(
        name = "drift",
        description = {
            "Shows changes outside Git: which fields, by whom, how and when.",
            "To accept a change, commit it. Past drift: keelstream events --topic drift."
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
        KafkaSettings kafka = connect.kafka();
        Map<String, DriftState> states = wanted(kafka, load(kafka));
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(json(states));
        } else {
            DriftTable.lines(states).forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private static Map<String, DriftState> load(KafkaSettings kafka) {
        Map<String, DriftState> states = new TreeMap<>();
        try (var reader = new TableReader<>(kafka, Topic.DRIFTED, DriftState.class)) {
            for (Entry<DriftState> entry : reader.load(LOAD_LIMIT).entries()) {
                states.put(
                        entry.key(),
                        switch (entry) {
                            case Entry.Present<DriftState> present ->
                                present.received().payload();
                            case Entry.Unreadable<DriftState> poison -> unreadable(poison.reason());
                        });
            }
        }
        return states;
    }

    private static DriftState unreadable(String reason) {
        String message = "the record in " + Topic.DRIFTED.topicName() + " cannot be read (" + reason + ")";
        return new DriftState(0, List.of(), List.of(), List.of(Reason.POISON_EVENT.problem(message, null)));
    }

    /** All states, or the one of the target in the arguments. A target that never drifted has no state and is not an error. */
    private Map<String, DriftState> wanted(KafkaSettings kafka, Map<String, DriftState> states) {
        String wanted = target;
        if (wanted == null) {
            return states;
        }
        if (!wanted.contains("/")) {
            throw CommandFailure.wrongUse(
                    "'" + wanted + "' is not a target. Write TARGET/APPLICATION, e.g. production/shop");
        }
        DriftState found = states.get(wanted);
        if (found != null) {
            return Map.of(wanted, found);
        }
        try (var reader = new TableReader<>(kafka, Topic.TARGET, TargetState.class)) {
            if (reader.load(LOAD_LIMIT).get(wanted) == null) {
                throw CommandFailure.no("there is no target " + wanted + ". keelstream status lists all");
            }
        }
        return Map.of();
    }

    /** Every state with the name of its target. */
    static String json(Map<String, DriftState> states) {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>(states.size());
        states.forEach((name, state) -> {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            object.put("target", name);
            object.putAll(JsonOutput.properties(state));
            objects.add(object);
        });
        return JsonOutput.text(objects);
    }
}
