package io.keelstream.e2e.hostile;

import static io.keelstream.e2e.hostile.HostileText.mutated;
import static io.keelstream.e2e.hostile.HostileText.odd;
import static io.keelstream.e2e.hostile.HostileText.one;

import io.keelstream.e2e.system.Manifests;
import java.util.List;
import java.util.Random;

/** Charts and kustomizations that loop, grow, reach for what is not theirs, or tell what they should not. */
final class HostileCharts {

    private static final String CHART = "apiVersion: v2\nname: hostile\nversion: 0.1.0\n";

    private HostileCharts() {}

    static HostileInput next(Random random) {
        return random.nextInt(3) > 0 ? chart(random) : kustomization(random);
    }

    private static HostileInput chart(Random random) {
        String hush = Files.hush(random);
        Files files = Files.good()
                .without("a.yaml")
                .with("Chart.yaml", CHART)
                .with("values.yaml", "password: " + hush + "\n")
                .with(
                        "templates/secret.yaml",
                        "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: \"{{ .Values.password }}\"}\n");
        return switch (random.nextInt(10)) {
            case 0 ->
                HostileInput.files(
                        "a chart whose template includes itself",
                        files.with("templates/_x.tpl", "{{ define \"x\" }}{{ include \"x\" . }}{{ end }}")
                                .with("templates/x.yaml", "{{ include \"x\" . }}"));
            case 1 ->
                HostileInput.files(
                        "a chart that repeats",
                        files.with(
                                "templates/x.yaml",
                                "{{ range $i := until " + (1 + random.nextInt(400_000_000))
                                        + " }}x: {{ $i }}\n{{ end }}"));
            case 2 ->
                HostileInput.files(
                        "a chart that fails with its password",
                        files.with("templates/x.yaml", "{{ fail .Values.password }}"));
            case 3 ->
                HostileInput.files(
                        "a chart that makes a number of its password",
                        files.with("templates/x.yaml", "{{ required .Values.password .Values.none }}"));
            case 4 ->
                HostileInput.files(
                        "a schema elsewhere",
                        files.with(
                                "values.schema.json",
                                "{\"$ref\": \""
                                        + one(
                                                random,
                                                List.of(
                                                        "file:///etc/hostname",
                                                        "http://127.0.0.1:1/a",
                                                        "file:///proc/self/environ",
                                                        "../../../../etc/passwd"))
                                        + "\"}"));
            case 5 ->
                HostileInput.files(
                        "a schema that refuses the password",
                        files.with(
                                "values.schema.json",
                                "{\"properties\": {\"password\": {\"type\": \""
                                        + one(random, List.of("integer", "boolean", "array")) + "\"}}}"));
            case 6 ->
                HostileInput.files(
                        "a chart that holds itself",
                        files.with(
                                "Chart.yaml",
                                CHART + "dependencies:\n"
                                        + ("- {name: hostile, version: 0.1.0, repository: \"file://.\", alias: a"
                                                        + "}\n")
                                                .repeat(1 + random.nextInt(3))));
            case 7 ->
                HostileInput.files(
                        "a chart with an odd file", files.with("Chart.yaml", mutated(random, CHART, "apiVersion")));
            case 8 ->
                HostileInput.files(
                        "a chart that is too wide",
                        files.with(
                                "templates/x.yaml",
                                "a: {{ repeat " + (1 + random.nextInt(200_000_000)) + " \"x\" }}\n"));
            default ->
                HostileInput.files(
                        "a chart with a broken template of a Secret",
                        files.with(
                                "templates/secret.yaml",
                                mutated(
                                        random,
                                        "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  password: "
                                                + hush + "\n",
                                        "kind: ")));
        };
    }

    private static HostileInput kustomization(Random random) {
        String hush = Files.hush(random);
        Files files = Files.good();
        return switch (random.nextInt(6)) {
            case 0 ->
                HostileInput.files(
                        "a kustomization that holds itself",
                        files.with(
                                        "kustomization.yaml",
                                        "resources: [" + one(random, List.of(".", "x", "../hostile")) + "]\n")
                                .with("x/kustomization.yaml", "resources: [..]\n"));
            case 1 ->
                HostileInput.files(
                        "a base from elsewhere",
                        files.with(
                                "kustomization.yaml",
                                "resources: [\""
                                        + one(
                                                random,
                                                List.of(
                                                        "https://127.0.0.1:1/a.yaml",
                                                        "git@127.0.0.1:a/b",
                                                        "/etc/passwd",
                                                        "../../../../etc",
                                                        "file:///etc/hostname"))
                                        + "\"]\n"));
            case 2 ->
                HostileInput.files(
                        "a generator with a broken literal",
                        files.with(
                                "kustomization.yaml",
                                "resources: [a.yaml]\nsecretGenerator:\n- name: s\n  literals: [" + hush + "]\n"));
            case 3 ->
                HostileInput.files(
                        "a generator with a broken file",
                        files.with("kustomization.yaml", "secretGenerator:\n- {name: s, envs: [s.env]}\n")
                                .with("s.env", hush + "\n=" + hush + "\n" + odd(random) + "=" + hush + "\n"));
            case 4 ->
                HostileInput.files(
                        "an odd kustomization",
                        files.with(
                                "kustomization.yaml",
                                mutated(
                                        random,
                                        "resources:\n- a.yaml\nnamePrefix: x-\nsecretGenerator:\n- name: s\n  literals:\n  - a="
                                                + hush + "\n",
                                        "a.yaml")));
            default ->
                HostileInput.files(
                        "a patch of nothing",
                        files.with(
                                        "kustomization.yaml",
                                        "resources: [a.yaml]\npatches:\n- patch: |\n    apiVersion: v1\n    kind: Secret\n    metadata: {name: s}\n    stringData: {a: "
                                                + hush + "}\n")
                                .with("b.yaml", Manifests.configMap("b", "1")));
        };
    }
}
