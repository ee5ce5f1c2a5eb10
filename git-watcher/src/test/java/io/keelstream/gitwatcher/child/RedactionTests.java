package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.application.Parameter;
import io.keelstream.gitwatcher.application.RendererChoice;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.bundle.Bundle;
import io.keelstream.gitwatcher.bundle.BundleBuilder;
import io.keelstream.gitwatcher.bundle.DigestKey;
import io.keelstream.gitwatcher.bundle.SealedSecrets;
import io.keelstream.gitwatcher.bundle.SecretRule;
import io.keelstream.gitwatcher.encrypted.EncryptedValues;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.Renderer;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.seal.SealingKeys;
import io.keelstream.kubernetes.seal.SecretSealer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plants values at every place of every renderer, most of them in broken files, and searches what leaves the git-watcher:
 * problems, warnings, names and objects. The same seed gives the same inputs; {@code -Dkeelstream.redaction.inputs=N} asks for
 * N times as many.
 */
class RedactionTests {

    private static final String VALUE = "hush7f3a9c";
    private static final String BASE64 = Base64.getEncoder()
            .encodeToString(VALUE.getBytes(StandardCharsets.UTF_8))
            .replaceAll("=+$", "");
    private static final int TIMES = Integer.getInteger("keelstream.redaction.inputs", 1);
    private static final SecretRule SEAL =
            new SecretRule.Seal(new SecretSealer(SealingKeys.generate().recipient()), new DigestKey(new byte[32]));

    @TempDir
    Path folder;

    private RenderFixture fixture;
    private int refused;

    @BeforeEach
    void open() {
        fixture = new RenderFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void filesLeakNothing() throws Exception {
        for (int seed = 0; seed < 120 * TIMES; seed++) {
            Random random = new Random(seed);
            String secret = broken(random, secret(random));
            fixture.git.write("shop/secret.yaml", secret);

            assertNothingLeaks(seed + ":\n" + secret, Map.of());
        }
        assertThat(refused).isPositive();
    }

    @Test
    void templatesLeakNothing() throws Exception {
        for (int seed = 0; seed < 80 * TIMES; seed++) {
            Random random = new Random(seed);
            String type = one(random, "string", "int", "bool", "base64", VALUE);
            String template = """
                    kind: Template
                    parameters:
                    - {name: PASSWORD, value: %s, parameterType: %s}
                    - {name: %s, generate: %s}
                    objects:
                    - apiVersion: v1
                      kind: Secret
                      metadata: {name: login}
                      stringData: {password: "%s"}
                    """.formatted(
                            one(random, VALUE, "x", "[" + VALUE + "]", "*" + VALUE),
                            type,
                            one(random, "OTHER", "'a " + VALUE + "'"),
                            one(random, "expression", VALUE),
                            one(random, "${PASSWORD}", "${{PASSWORD}}", "$((PASSWORD))", "$(GONE)" + VALUE));
            template = random.nextInt(3) == 0 ? template.replaceAll("(?m)^.*generate.*\n", "") : template;
            fixture.git.write("shop/t.yaml", random.nextBoolean() ? broken(random, template) : template);

            Parameter given = new Parameter(VALUE, VALUE);
            assertNothingLeaks(seed + ":\n" + template, random.nextBoolean() ? Map.of() : Map.of("PASSWORD", given));
        }
        assertThat(refused).isPositive();
    }

    @Test
    void kustomizationsLeakNothing() throws Exception {
        assumeTrue(fixture.allOn(), "skipped: kustomize is not built");
        for (int seed = 0; seed < 20 * TIMES; seed++) {
            Random random = new Random(seed);
            String part = one(
                    random,
                    "secretGenerator: [{name: a, literals: [password=" + VALUE + "]}]",
                    "secretGenerator: [{name: a, literals: [" + VALUE + "]}]",
                    "secretGenerator: [{name: a, literals: {password: " + VALUE + "}}]",
                    "secretGenerator: [{name: a, files: [password=" + VALUE + "]}]",
                    "secretGenerator: [{name: a, envs: [" + VALUE + "]}]",
                    "secretGenerator: [{name: a, envs: [secret.env]}]",
                    "secretGenerator: " + VALUE,
                    "patches: [{target: {kind: Secret}, patch: \"- {op: test, path: /stringData/p, value: " + VALUE
                            + "}\"}]",
                    "patches: [{target: {kind: Secret}, patch: \"- {op: add, path: /stringData/x/y, value: " + VALUE
                            + "}\"}]",
                    "patches: [{patch: \"{apiVersion: v1, kind: Secret, metadata: {name: z}, stringData: {p: " + VALUE
                            + "}}\"}]",
                    "patches: [{patch: \"stringData: [" + VALUE + "\"}]",
                    "patchesStrategicMerge: [\"stringData: " + VALUE + "\"]",
                    "resources: ['https://me:" + VALUE + "@example.com/x']",
                    "# " + VALUE);
            fixture.git
                    .write("shop/kustomization.yaml", "resources: [secret.yaml]\n" + part + "\n")
                    .write("shop/secret.env", "password=" + VALUE + "\npass word=" + VALUE + "\n")
                    .write("shop/secret.yaml", random.nextBoolean() ? secret(random) : broken(random, secret(random)));

            assertNothingLeaks(seed + ":\n" + part, Map.of());
        }
        assertThat(refused).isPositive();
    }

    @Test
    void chartsLeakNothing() throws Exception {
        assumeTrue(fixture.allOn(), "skipped: helm is not built");
        fixture.git.write("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
        for (int seed = 0; seed < 8 * TIMES; seed++) {
            Random random = new Random(seed);
            String used = one(
                    random,
                    "{{ .Values.password }}",
                    "\"{{ .Values.password }}",
                    "*{{ .Values.password }}",
                    "!!int {{ .Values.password }}",
                    "{{ fail .Values.password }}",
                    "{{ required .Values.password .Values.gone }}",
                    "{{ .Values.password | mustFromJson }}",
                    "{{ tpl (print \"{{\" .Values.password) . }}",
                    "{{ include .Values.password . }}",
                    "{{ index .Values.password \"x\" }}");
            String schema =
                    one(random, "{}", "{}", "{\"properties\": {\"password\": {\"maxLength\": 3, \"enum\": [\"x\"]}}}");
            String values = one(random, "password: " + VALUE, "password: " + VALUE, "password: *" + VALUE, VALUE);
            fixture.git
                    .write("shop/values.yaml", values + "\n")
                    .write("shop/values.schema.json", schema)
                    .write("shop/templates/NOTES.txt", "{{ .Values.password }}")
                    .write(
                            "shop/templates/secret.yaml",
                            "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  password: " + used
                                    + "\n");

            assertNothingLeaks(seed + ":\n" + used + schema + values, Map.of());
        }
        assertThat(refused).isPositive();
    }

    @Test
    void ownRenderersLeakNothing() throws Exception {
        try (OwnPrograms own = new OwnPrograms(folder.resolve("own"))) {
            Renderer jsonnet = OwnPrograms.renderer(OwnPrograms.jsonnet());
            for (int seed = 0; seed < 30 * TIMES; seed++) {
                Random random = new Random(seed);
                String value = one(random, VALUE, "correcthorse", "Correct horse", "83741934");
                String source = "local password = '" + value + "';\n"
                        + one(
                                random,
                                "error password",
                                "error 'not ' + password",
                                "assert password == 'x' : password; {}",
                                "assert false : 'is ' + password + ', and not'; {}",
                                "{}[password]",
                                "import '" + value + "'",
                                "importstr password",
                                "std.parseInt(password)",
                                "std.parseJson('{\"a\": ' + password)",
                                "error std.toString({a: password})",
                                "'" + value + "' 1",
                                value + "; {}",
                                "{a: |||\n  " + value + "\n||| + 1(2)}",
                                "error std.split(password, 'r')[0]")
                        + "\n";
                source = random.nextInt(3) == 0 ? broken(random, source) : source;
                own.git.write("shop/production/main.jsonnet", source);

                RenderResult result = jsonnet.render(own.request(Map.of()));

                if (result instanceof RenderResult.Refused) {
                    assertThat(problems(result)).as(seed + ":\n" + source).doesNotContain(value);
                }
            }
        }
        assertThat(refused).isPositive();
    }

    private void assertNothingLeaks(String about, Map<String, Parameter> parameters) throws InterruptedException {
        RenderResult result = fixture.render("shop", parameters);
        String left = result instanceof RenderResult.Rendered rendered ? left(rendered) : problems(result);
        assertThat(left).as(about).doesNotContain(VALUE, BASE64);
    }

    private String left(RenderResult.Rendered rendered) {
        Target target = new Target(
                "production", "default", "shop", "shop", RendererChoice.BuiltIn.AUTO, Map.of(), TargetPolicy.DEFAULT);
        return switch (BundleBuilder.build(target, rendered, SEAL, new SealedSecrets(), EncryptedValues.NONE)) {
            case Bundle.Faulty faulty -> text(faulty.problems());
            case Bundle.Complete complete ->
                text(complete.warnings())
                        + complete.objects().stream()
                                .map(item -> item + Json.writeText(item.body().tree()))
                                .collect(Collectors.joining("\n"));
        };
    }

    private String problems(RenderResult result) {
        refused++;
        return text(((RenderResult.Refused) result).problems());
    }

    private static String text(List<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }

    /** A Secret in one of many spellings, with the value in its data and in its comments. */
    private static String secret(Random random) {
        String value = one(random, VALUE, "\"" + VALUE + "\"", "'" + VALUE + "'", "|\n    " + VALUE, "&a " + VALUE);
        String field = one(random, "stringData:\n  password: " + value, "data:\n  password: " + BASE64 + "==");
        String second = one(
                random, "", "\n  other: *a", "\n  other: *" + VALUE, "\n  password: x", "\n  other: [" + VALUE + "]");
        return "# " + VALUE + "\napiVersion: v1\nkind: Secret\nmetadata:\n  name: login # " + VALUE + "\n" + field
                + second + "\ntype: Opaque\n";
    }

    /** The text with one or two other characters, as a slip of the fingers makes them. */
    private static String broken(Random random, String text) {
        StringBuilder broken = new StringBuilder(text);
        for (int i = random.nextInt(2); i >= 0; i--) {
            int at = random.nextInt(broken.length());
            String typed = one(
                    random, "*", "&", "!", "%", "@", "`", "\"", "'", "{", "}", "[", "]", ":", ",", "\t", "\n", " ", "#",
                    "|", "\\");
            switch (random.nextInt(3)) {
                case 0 -> broken.deleteCharAt(at);
                case 1 -> broken.insert(at, typed);
                default -> broken.replace(at, at + 1, typed);
            }
        }
        return broken.toString();
    }

    private static String one(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }
}
