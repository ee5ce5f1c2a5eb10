package io.keelstream.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

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

/** What {@code validate} says of rules. */
class ValidateRulesTests {

    @TempDir
    private Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void folder() throws IOException {
        application("");
        write("apps/web.yaml", """
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: shop}
            spec: {selector: {app: web}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              revisionHistoryLimit: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: app, image: web, resources: {requests: {cpu: 1, memory: 1Gi}}}]}
            """);
    }

    @Test
    void whatBreaksABuiltInRuleIsListed() {
        assertThat(validate()).isZero();
        assertThat(out.toString()).isEqualTo("""
                    production/shop: Deployment.apps/shop/web: rule image-tag (warn): image web of container app has no tag; \
                    name a version or a digest
                    production/shop: Deployment.apps/shop/web: rule probes (warn): Service web sends requests, and no container \
                    has a readinessProbe; add a readinessProbe
                    valid: 1 targets
                    """);
    }

    @Test
    void levelOfTheApplicationCounts() throws IOException {
        application("policy: {rules: {image-tag: deny, probes: off}}");

        assertThat(validate()).isEqualTo(1);
        assertThat(out.toString()).contains("rule image-tag (deny)").doesNotContain("probes", "valid");
    }

    @Test
    void rulesOfAnInstallationAreAsked() throws IOException {
        application("policy: {rules: {image-tag: off, nobody-knows: deny}}");
        Path config = write("installation.yaml", """
            keelstream:
              installation: acme
              policies:
                levels: {image-tag: approve, probes: off}
                locked: [image-tag]
                cost: {max-increase-percent: 5}
                rules:
                  - {name: replicas, kinds: [Deployment.apps], expression: "object.spec.replicas >= 2", level: deny}
            """);

        assertThat(validate("--config", config.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains(
                        "rule image-tag (approve): image web",
                        "rule replicas (deny): counts as broken, because it cannot be evaluated",
                        "the installation locks rule image-tag: approve holds",
                        "the installation has no rule nobody-knows");
    }

    @Test
    void fileThatCannotBeUsedIsNamedWithItsPlace() throws IOException {
        assertThat(validate("--config", root.resolve("none.yaml").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("none.yaml is not a readable file");

        Path unknown = write("unknown.yaml", "keelstream:\n  policies:\n    level: {image-tag: deny}\n");
        assertThat(validate("--config", unknown.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("unknown.yaml", "unknown property keelstream.policies.level", "3:");

        Path broken = write("broken.yaml", """
            keelstream: {policies: {rules: [{name: own, kinds: [Service], expression: "object.spec =="}]}}
            """);
        assertThat(validate("--config", broken.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("rule own: cannot be compiled: object.spec ==");
    }

    private void application(String policy) throws IOException {
        write("apps/keelstream.yaml", """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: shop}
            spec:
              targets: [{name: production}]
              %s
            """.formatted(policy));
    }

    private int validate(String... more) {
        CommandLine line = KeelstreamCommand.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] arguments = new String[more.length + 2];
        arguments[0] = "validate";
        arguments[1] = root.toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return line.execute(arguments);
    }

    private Path write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
