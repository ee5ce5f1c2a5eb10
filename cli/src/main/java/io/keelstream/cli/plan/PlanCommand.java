package io.keelstream.cli.plan;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.connect.ConnectOptions;
import io.keelstream.cli.output.JsonOutput;
import io.keelstream.cli.output.OutputOption;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.table.TableReader;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a target's current plan. */
@Command(
        name = "plan",
        aliases = "diff",
        description = "Shows the current plan of a target: an action per object, with the diff of its fields.",
        mixinStandardHelpOptions = true)
public final class PlanCommand implements Callable<Integer> {

    private static final Duration LOAD_LIMIT = Duration.ofSeconds(30);

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
        Plan plan = plan();
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(JsonOutput.text(plan));
        } else {
            PlanText.lines(target, plan, history(plan)).forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private Plan plan() {
        Entry<Plan> entry = load(Topic.PLAN, Plan.class, target);
        return switch (entry) {
            case null -> throw CommandFailure.no("there is no plan for " + target);
            case Entry.Unreadable<Plan> poison ->
                throw CommandFailure.no("the plan of " + target + " cannot be read: " + poison.reason());
            case Entry.Present<Plan> present -> present.received().payload();
        };
    }

    /** What a trial is forecast from; null where none is planned, or none is known that passed. */
    private @Nullable Analysis history(Plan plan) {
        CanaryPlan canary = plan.work().canary();
        boolean trial = canary != null && canary.trial() != null;
        return trial
                        && load(Topic.ANALYSIS, Analysis.class, Analysis.historyKey(target))
                                instanceof Entry.Present<Analysis> present
                ? present.received().payload()
                : null;
    }

    private <T extends Record> @Nullable Entry<T> load(Topic topic, Class<T> type, String key) {
        try (var reader = new TableReader<>(connect.kafka(), topic, type)) {
            return reader.load(LOAD_LIMIT).get(key);
        }
    }
}
