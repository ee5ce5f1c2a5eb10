package io.keelstream.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.KeelstreamCommand;
import io.keelstream.kubernetes.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

class TextOutputTests {

    private static final String HOSTILE = "Fix\u001b]0;owned\u0007\u001b[2K\u009b1A\r\nready: \u202egpj\u2028x";
    private static final String SHOWN = "Fix\\u001b]0;owned\\u0007\\u001b[2K\\u009b1A\\r\\nready: \\u202egpj\\u2028x";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void lineOfAVerbIsOneLineOfPrintableText() {
        assertThat(run("line")).isZero();

        assertThat(out).hasToString(SHOWN + "\n");
    }

    @Test
    void jsonOfAVerbIsPrintableAndTheSame() {
        assertThat(run("json")).isZero();

        assertThat(out.toString()).endsWith("}\n").contains("\\u202e", "\\u009b");
        assertThat(Json.readObject(out.toString())).isEqualTo(Map.of("message", HOSTILE));
    }

    @Test
    void textOfSeveralLinesKeepsThemAndNothingElse() {
        assertThat(run("text")).isZero();

        assertThat(out.toString().lines()).hasSize(2);
        assertThat(out.toString()).doesNotContain("\u001b", "\r", "\u009b", "\u202e", "\u2028");
    }

    @Test
    void failureIsOneLineOfPrintableText() {
        assertThat(run("failure")).isEqualTo(1);

        assertThat(err).hasToString("keelstream: " + SHOWN + "\n");
    }

    @Test
    void outputThatNobodyGetsIsAFailure() {
        PrintWriter open = new PrintWriter(out, true);
        Writer broken = new Writer() {
            @Override
            public void write(char[] text, int offset, int length) throws IOException {
                throw new IOException("Broken pipe");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };

        assertThat(run("line", open)).isZero();
        assertThat(run("line", new PrintWriter(broken))).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly("keelstream: the output cannot be written: it is closed, or the disk is full");
    }

    private int run(String how) {
        return run(how, new PrintWriter(out, true));
    }

    private int run(String how, PrintWriter out) {
        return KeelstreamCommand.commandLine(new Print())
                .setOut(out)
                .setErr(new PrintWriter(err, true))
                .execute("print", how);
    }

    @Command(name = "print")
    private static final class Print implements Callable<Integer> {

        @Parameters
        private String how = "";

        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            switch (how) {
                case "line" -> out.println(HOSTILE);
                case "json" -> out.println(JsonOutput.text(Map.of("message", HOSTILE)));
                case "text" -> out.print(HOSTILE);
                default -> throw CommandFailure.no(HOSTILE);
            }
            out.flush();
            return 0;
        }
    }
}
