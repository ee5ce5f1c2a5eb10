package io.keelstream.cli.explain;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.connect.ConnectOptions;
import io.keelstream.cli.output.OutputOption;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.yaml.NearestName;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(ExplainText.json(explanation));
        } else {
            ExplainText.lines(explanation, Instant.now()).forEach(out::println);
        }
        out.flush();
        return 0;
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
