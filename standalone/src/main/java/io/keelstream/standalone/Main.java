package io.keelstream.standalone;

import io.keelstream.cli.KeelstreamCommand;
import io.keelstream.standalone.up.UpCommand;

/** The process behind {@code ./keelstream}: all verbs of the command line, and {@code up}. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(KeelstreamCommand.commandLine(new UpCommand()).execute(arguments));
    }
}
