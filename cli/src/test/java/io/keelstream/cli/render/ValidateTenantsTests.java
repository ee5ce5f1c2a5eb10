package io.keelstream.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.cli.KeelstreamCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code validate} and {@code render} hold a folder to the limits that git-watcher holds it to, and say the same. */
class ValidateTenantsTests {

    private static final String OBJECT = "teams/blue/web/a.yaml";

    @TempDir
    private Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void workingCopy() throws IOException {
        Files.createDirectory(root.resolve(".git"));
        application("blue-web", "namespace: blue");
        write(OBJECT, "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}");
        write("installation.yaml", """
            keelstream:
              installation: acme
              repositories:
                - {name: infra, url: /srv/infra.git}
                - {name: infra, url: /srv/infra.git, ref: staging}
              clusters: [{name: prod}]
              tenants:
                - name: blue
                  folders: [{repository: infra, path: teams/blue}]
                  applications: ["blue-*"]
                  clusters: [prod]
                  namespaces: [blue]
            """);
    }

    @Test
    void whatATenantMayHaveIsValid() {
        assertThat(run("validate", "--config")).as("%s", err).isZero();
        assertThat(out.toString()).contains("valid: 1 targets");
    }

    @Test
    void folderOfAWorkingCopyIsOfTheTenantThatHasItInTheRepository() throws IOException {
        write(OBJECT, "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: green}}");

        assertThat(run("render", "--config")).isEqualTo(1);
        assertThat(out.toString()).as("nothing of it is printed").isBlank();
        assertThat(err.toString())
                .contains("main/blue-web: teams/blue/web/a.yaml", "ConfigMap/green/a is in namespace 'green'")
                .contains("which tenant 'blue' may not have (namespaces: blue). Remove it, or have keelstream.tenants")
                .contains("[TenantLimit]");
    }

    @Test
    void targetAndNameAreHeldToTheLimitsToo() throws IOException {
        application("blue-web", "cluster: other, namespace: blue");
        assertThat(run("validate", "--config")).isEqualTo(1);
        assertThat(out.toString())
                .contains("tenant 'blue' may not use cluster 'other', which main/blue-web names (clusters: prod)");

        application("green-web", "namespace: blue");
        assertThat(run("validate", "--config")).isEqualTo(1);
        assertThat(out.toString())
                .contains("tenant 'blue' may not use the application name 'green-web' (applications: blue-*)");
    }

    @Test
    void folderWithoutATenantDeploysNothing() throws IOException {
        write("other/keelstream.yaml", file("other", "namespace: blue"));

        assertThat(run("validate", "--config")).isEqualTo(1);
        assertThat(out.toString()).contains("the folder other belongs to no tenant");
    }

    @Test
    void nobodyIsAskedWithoutAnInstallation() throws IOException {
        write(OBJECT, "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: green}}");

        assertThat(run("validate")).isZero();
    }

    @Test
    void repositoryIsNamedWhereThereAreSeveral() throws IOException {
        Path file = root.resolve("installation.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "{name: infra, url: /srv/infra.git, ref: staging}",
                                "{name: payments, url: /srv/p.git}"));

        assertThat(run("validate", "--config")).isEqualTo(2);
        assertThat(err.toString()).contains("--repository is missing", "name one of infra, payments");

        assertThat(run("validate", "--repository", "infra", "--config")).isZero();
        assertThat(run("validate", "--repository", "payments", "--config")).isEqualTo(1);
        assertThat(out.toString()).contains("the folder teams/blue/web belongs to no tenant");

        assertThat(run("validate", "--repository", "infrra", "--config")).isEqualTo(2);
        assertThat(err.toString()).contains("--repository infrra is none of --config", "but infra, payments");
        assertThat(run("validate", "--repository", "infra")).isEqualTo(2);
        assertThat(err.toString()).contains("--repository infra is one of --config, which is missing");
    }

    @Test
    void mistakeInTheTenantsIsNamed() throws IOException {
        Path file = root.resolve("installation.yaml");
        Files.writeString(file, Files.readString(file).replace("repository: infra", "repository: infrra"));

        assertThat(run("validate", "--config")).isEqualTo(2);
        assertThat(err.toString()).contains("keelstream.tenants[0].folders[0].repository: is 'infrra'");
    }

    private void application(String name, String target) throws IOException {
        write("teams/blue/web/keelstream.yaml", file(name, target));
    }

    private static String file(String name, String target) {
        return """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: %s}
            spec: {targets: [{name: main, %s}]}
            """.formatted(name, target.contains("cluster") ? target : "cluster: prod, " + target);
    }

    private int run(String command, String... options) {
        CommandLine line = KeelstreamCommand.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        List<String> arguments = new ArrayList<>(List.of(command, root.toString()));
        arguments.addAll(List.of(options));
        if (arguments.getLast().equals("--config")) {
            arguments.add(root.resolve("installation.yaml").toString());
        }
        return line.execute(arguments.toArray(String[]::new));
    }

    private void write(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
