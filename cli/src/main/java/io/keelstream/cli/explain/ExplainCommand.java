package io.keelstream.cli.explain;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.connect.ConnectOptions;
import io.keelstream.cli.output.OutputOption;
import io.keelstream.cli.plan.ForecastText;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.Table;
import io.keelstream.yaml.NearestName;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says why a target is not what Git says, or not healthy. */
@Command(
        name = "explain",
        description = {
            "Says in one sentence why a target is not what Git says, or not healthy: the first cause.",
            "Below it the way there: objects, pods, events; gates and what lifts them; other targets; files; refs."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:said", "1:there is no such target", "2:wrong use", "3:no Kafka answers, or not in time"},
        mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {

    private static final int MOST_NAMES = 5;

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(paramLabel = "TARGET", description = "The target, e.g. production/shop.")
    private String target = "";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        Tables tables = TablesReader.read(connect.kafka());
        Explanation explanation = explain(target, tables);
        String forecast = forecast(explanation.target(), tables);
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(ExplainText.json(explanation, forecast));
        } else {
            ExplainText.lines(explanation, forecast, Instant.now()).forEach(out::println);
        }
        out.flush();
        return 0;
    }

    /** How long the canary that runs, or is to begin, will take; null where there is none, or no forecast of it. */
    private @Nullable String forecast(TargetName name, Tables tables) {
        Trial trial = Situation.of(name, tables).trialAhead();
        if (trial == null) {
            return null;
        }
        Table<Analysis> analyses = TablesReader.load(connect.kafka(), Topic.ANALYSIS, Analysis.class);
        return analyses.get(Analysis.historyKey(name.toString())) instanceof Entry.Present<Analysis> passed
                ? ForecastText.of(trial, passed.received().payload()).orElse(null)
                : null;
    }

    /** The explanation; of an unknown target a failure that names near ones. */
    static Explanation explain(String text, Tables tables) {
        TargetName name;
        try {
            name = TargetName.parse(text);
        } catch (IllegalArgumentException _) {
            throw CommandFailure.wrongUse("'" + text
                    + "' is not a target. Write TARGET/APPLICATION, e.g. production/shop" + near(text, tables));
        }
        return FirstCause.of(name, tables)
                .orElseThrow(() -> CommandFailure.no("there is no target " + text + near(text, tables)));
    }

    /** Names that may be meant: of the same application, or written alike. */
    private static String near(String text, Tables tables) {
        Collection<String> known = tables.names();
        String application = text.substring(text.indexOf('/') + 1);
        List<String> near = Stream.concat(
                        known.stream().filter(each -> each.endsWith("/" + application)),
                        NearestName.of(text, known).stream())
                .distinct()
                .limit(MOST_NAMES)
                .toList();
        return near.isEmpty() ? ". keelstream status lists all" : "; did you mean " + String.join(" or ", near) + "?";
    }
}
