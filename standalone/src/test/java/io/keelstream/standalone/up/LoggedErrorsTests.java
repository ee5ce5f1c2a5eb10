package io.keelstream.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class LoggedErrorsTests {

    @Test
    void stackTracesOfLibrariesNeverReachTheTerminal() throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        System.setErr(new PrintStream(screen, true, StandardCharsets.UTF_8));
        try (LoggedErrors errors = new LoggedErrors()) {
            new IllegalStateException("printed").printStackTrace();
            Thread thread = new Thread(() -> {
                throw new IllegalStateException("uncaught");
            });
            thread.start();
            thread.join();
            errors.terminal().println("for people");
        } finally {
            System.err.println("after");
            System.setErr(before);
        }

        assertThat(screen.toString(StandardCharsets.UTF_8).lines()).containsExactly("for people", "after");
    }
}
