package io.keelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailureReportTests {

    @Test
    void exceptionThatNobodyExpectedIsOneLineAndAFile() throws Exception {
        StringWriter screen = new StringWriter();
        CommandLine line = KeelstreamCommand.commandLine(new Broken()).setErr(new PrintWriter(screen, true));

        assertThat(line.execute("broken")).isEqualTo(1);

        assertThat(screen.toString().lines()).singleElement().satisfies(text -> {
            assertThat(text)
                    .startsWith("keelstream: this is a fault of keelstream itself (IllegalStateException: first");
            assertThat(text).doesNotContain("second");
            Path details = Path.of(text.substring(text.lastIndexOf(' ') + 1));
            assertThat(Files.readString(details)).contains("second", "at io.keelstream");
            Files.delete(details);
        });
    }

    @Command(name = "broken")
    private static final class Broken implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new IllegalStateException("first line\nsecond line");
        }
    }
}
