package io.keelstream.cli.wait;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.connect.ConnectOptions;
import io.keelstream.cli.output.DurationConverter;
import io.keelstream.contracts.targets.TargetName;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Waits until a commit is healthy at a target: the last step of a pipeline. */
@Command(
        name = "wait",
        description =
                "Waits until a target is healthy at a commit, or at a later one. Works right after the push, after"
                        + " the release, and for a commit that changes nothing of the target.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:healthy at that commit or a later one",
            "1:failed, rolled back or rejected",
            "2:wrong use",
            "3:not in time, or no Kafka answers",
            "4:a person has to decide; the line says how"
        },
        mixinStandardHelpOptions = true)
public final class WaitCommand implements Callable<Integer> {

    private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]{7,64}");

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Parameters(index = "0", paramLabel = "TARGET", description = "The target, e.g. production/shop.")
    private String target = "";

    @Option(
            names = "--revision",
            required = true,
            paramLabel = "COMMIT",
            description = "The commit; seven digits are enough.")
    private String revision = "";

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description =
                    "At most for so long, e.g. 15m. Without it a release has its own limits, and everything else that"
                            + " is waited for has the target's policy.timeout, or 5m as long as that is not known.")
    private @Nullable Duration timeout;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (!DIGITS.matcher(revision).matches()) {
            throw CommandFailure.wrongUse("--revision '" + revision + "' is not a commit: name at least seven of its"
                    + " hexadecimal digits, as git rev-parse HEAD prints them");
        }
        TargetName name;
        try {
            name = TargetName.parse(target);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrongUse(target + " is not a target; write e.g. production/shop");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Watch watch = new Watch(connect.kafka(), name, revision, timeout)) {
            Progress end = watch.end(line -> {
                out.println(line);
                out.flush();
            });
            return switch (end) {
                case Progress.Healthy _ -> 0;
                case Progress.Failed _ -> 1;
                case Progress.Ambiguous _ -> 2;
                case Progress.Pending _, Progress.Running _ -> 3;
                case Progress.NeedsPerson _ -> 4;
            };
        }
    }
}
