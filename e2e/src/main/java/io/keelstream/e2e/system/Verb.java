package io.keelstream.e2e.system;

import io.keelstream.cli.KeelstreamCommand;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * How a verb of the command line ended, in this process.
 *
 * @param exit its exit code
 * @param out what it printed
 * @param error what it complained of
 */
public record Verb(int exit, String out, String error) {

    /** Runs a verb. */
    public static Verb run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        int exit = KeelstreamCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(error, true))
                .execute(arguments);
        return new Verb(exit, out.toString(), error.toString());
    }

    /** All that it said. */
    public String said() {
        return out + error;
    }
}
