package io.keelstream.cli.decide;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.connect.ConnectOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes an approval or a rejection back. */
@Command(
        name = "withdraw",
        description = "Takes back your approval or rejection of a target's change. What is being applied already is not"
                + " stopped.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:there is none", "2:wrong use", "3:Kafka does not answer"},
        mixinStandardHelpOptions = true)
public final class WithdrawCommand implements Callable<Integer> {

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Parameters(index = "0", paramLabel = "TARGET", description = "The target, e.g. production/shop.")
    private String target = "";

    @Option(
            names = "--actor",
            paramLabel = "NAME",
            description = "Whose approval or rejection (default: ${DEFAULT-VALUE}).",
            defaultValue = "${sys:user.name}")
    private String actor = "";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!new DecisionDesk(connect.kafka()).withdraw(target, actor)) {
            throw CommandFailure.no(actor + " has neither approved nor rejected a change of " + target);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("withdrawn: what " + actor + " decided about the change of " + target + " does not count any more");
        out.flush();
        return 0;
    }
}
