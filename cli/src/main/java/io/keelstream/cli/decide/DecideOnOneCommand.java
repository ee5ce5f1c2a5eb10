package io.keelstream.cli.decide;

import picocli.CommandLine.Parameters;

/** A verb that is about one target. */
abstract class DecideOnOneCommand extends DecideCommand {

    @Parameters(index = "0", paramLabel = "TARGET", description = "The target, e.g. production/shop.")
    private String target = "";

    /** What the verb does to the target as the desk finds it now. */
    abstract Intent intent(DecisionDesk desk, String target);

    @Override
    public final Integer call() throws InterruptedException {
        DecisionDesk desk = options().desk();
        return decide(options(), desk, target, intent(desk, target), validFor(), out());
    }
}
