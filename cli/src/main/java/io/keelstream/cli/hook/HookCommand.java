package io.keelstream.cli.hook;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Webhooks. */
@Command(
        name = "hook",
        description = "Tries the webhooks of Git hosts that git-watcher receives.",
        subcommands = HookTestCommand.class,
        mixinStandardHelpOptions = true)
public final class HookCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
