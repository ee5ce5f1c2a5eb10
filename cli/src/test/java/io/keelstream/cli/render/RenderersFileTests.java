package io.keelstream.cli.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.KeelstreamCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code render --config} and {@code validate --config}: the programs of an installation, offline. */
class RenderersFileTests {

    private static final String INSTALLATION = """
            keelstream:
              installation: acme
              repositories: [{name: infra, url: "https://git.example.com/infra.git", credentials: {token: "${NOBODY_SETS_THIS}"}}]
              renderers:
                sources: {hosts: [{name: charts.example.com, token: "${NOBODY_SETS_THIS}"}]}
                exec:
                  - name: shell
                    command: /bin/sh
                    args: [-c, 'echo "[{apiVersion: v1, kind: ConfigMap, metadata: {name: $KEELSTREAM_TARGET}}]"']
                    allow-unconfined: true
            """;

    @TempDir
    private Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void workingCopy() throws IOException {
        write("shop/keelstream.yaml", """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: shop}
            spec: {targets: [{name: production, renderer: "exec:shell"}]}
            """);
        write("installation.yaml", INSTALLATION);
    }

    @Test
    void ownRendererOfTheFileRenders() {
        assertThat(run("render", "--config", root.resolve("installation.yaml").toString()))
                .isZero();
        assertThat(out.toString()).contains("kind: ConfigMap", "name: production");
        assertThat(run("validate", "--config", root.resolve("installation.yaml").toString()))
                .isZero();
        assertThat(out.toString()).contains("valid: 1 targets");
    }

    @Test
    void withoutTheFileTheMessageNamesIt() {
        assertThat(run("render")).isEqualTo(1);
        assertThat(err.toString())
                .contains("the target needs the renderer 'exec:shell'", "it has none of its own", "--config FILE");
    }

    @Test
    void mistakesOfTheFileEndTheCommand() throws IOException {
        Path wrong = write("wrong.yaml", "keelstream: {renderers: {exec: [{name: shell}]}}\n");
        Path unknown = write("unknown.yaml", "keelstream: {renderers: {exec: [{name: shell, comand: sh}]}}\n");

        assertThatThrownBy(() -> RenderersFile.find(wrong))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("keelstream.renderers.exec[0].command: is missing");
        assertThatThrownBy(() -> RenderersFile.find(unknown))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("unknown property keelstream.renderers.exec[0].comand");
    }

    private int run(String command, String... options) {
        CommandLine line = KeelstreamCommand.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] all = new String[options.length + 2];
        all[0] = command;
        all[1] = root.resolve("shop").toString();
        System.arraycopy(options, 0, all, 2, options.length);
        return line.execute(all);
    }

    private Path write(String file, String content) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        return Files.writeString(root.resolve(file), content);
    }
}
