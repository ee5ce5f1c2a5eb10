package io.keelstream.cli.status;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.connect.ConnectOptions;
import io.keelstream.cli.explain.Tables;
import io.keelstream.cli.explain.TablesReader;
import io.keelstream.cli.output.JsonOutput;
import io.keelstream.cli.output.OutputOption;
import io.keelstream.cli.status.RejectedTargets.Row;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.Table;
import io.keelstream.messaging.service.KafkaSettings;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the status of the targets, from the public read model. */
@Command(
        name = "status",
        description = "Shows each target: desired and applied revision, health, and what it waits for.",
        mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {

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
        KafkaSettings kafka = connect.kafka();
        Table<Head> headTable = TablesReader.load(kafka, Topic.HEAD, Head.class);
        Table<TargetState> stateTable = TablesReader.load(kafka, Topic.TARGET, TargetState.class);
        List<Received<Head>> heads = present(headTable);
        StatusText text = new StatusText(new Tables(headTable, stateTable), Instant.now());
        List<Row> rows = new RejectedTargets(heads)
                .rows(present(stateTable).stream().map(Received::payload).toList());
        String wanted = target;
        PrintWriter out = spec.commandLine().getOut();
        if (wanted != null) {
            Row row = rows.stream()
                    .filter(each -> StatusText.name(each.state()).equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> CommandFailure.no("there is no target " + wanted));
            if (output.json()) {
                out.println(JsonOutput.text(row.state()));
            } else {
                text.detail(row).forEach(out::println);
            }
        } else if (output.json()) {
            out.println(JsonOutput.text(rows.stream()
                    .map(each -> JsonOutput.properties(each.state()))
                    .toList()));
        } else {
            if (rows.isEmpty()) {
                out.println("no targets yet");
            } else {
                text.table(rows).forEach(out::println);
            }
            RefProblems.lines(heads).forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private static <T extends Record> List<Received<T>> present(Table<T> table) {
        List<Received<T>> records = new ArrayList<>();
        for (Entry<T> entry : table.entries()) {
            if (entry instanceof Entry.Present<T> present) {
                records.add(present.received());
            }
        }
        return records;
    }
}
