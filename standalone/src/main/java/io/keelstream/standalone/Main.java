package io.keelstream.standalone;

import io.keelstream.cli.KeelstreamCommand;
import io.keelstream.standalone.seal.SealCommand;
import io.keelstream.standalone.up.UpCommand;
import java.util.logging.LogManager;

/** The process behind {@code ./keelstream}: all commands of the command line, and {@code up}. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        // the JDK's own logging prints to the terminal; the verbs that keep a log take it up again
        LogManager.getLogManager().reset();
        System.exit(KeelstreamCommand.commandLine(new UpCommand(), new SealCommand())
                .execute(arguments));
    }
}
