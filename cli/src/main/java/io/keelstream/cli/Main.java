package io.keelstream.cli;

/** The command line as a process of its own, without {@code up}: what the image {@code cli} runs. */
public final class Main {

    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(KeelstreamCommand.commandLine().execute(arguments));
    }
}
