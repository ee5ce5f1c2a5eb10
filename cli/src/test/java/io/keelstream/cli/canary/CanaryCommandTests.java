package io.keelstream.cli.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.cli.KeelstreamCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryCommandTests {

    private final StringWriter said = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "canary production/shop",
                "canary --rehearse",
                "canary production/shop --plot evidence.svg --rehearse",
                "canary production/shop --valid-for 10m",
                "canary production/shop --plot evidence.svg --valid-for 10m",
                "canary production/shop --rehearse --valid-for soon"
            })
    void oneOfBothIsAskedFor(String line) {
        assertThat(run(line.split(" "))).as(said.toString()).isEqualTo(2);
        assertThat(said.toString()).contains("Usage: keelstream canary");
    }

    @Test
    void helpNamesBoth() {
        assertThat(run("canary", "--help")).isZero();
        assertThat(said.toString()).contains("--plot", "--rehearse", "--valid-for", "--actor", "nothing is promoted");
    }

    private int run(String... arguments) {
        PrintWriter out = new PrintWriter(said, true);
        return KeelstreamCommand.commandLine()
                .setOut(out)
                .setErr(out)
                .execute(List.of(arguments).toArray(String[]::new));
    }
}
