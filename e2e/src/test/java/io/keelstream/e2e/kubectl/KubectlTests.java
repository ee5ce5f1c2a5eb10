package io.keelstream.e2e.kubectl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.keelstream.e2e.cluster.Kubectl;
import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.conformance.Recordings;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.testing.process.Program;
import io.keelstream.testing.process.Program.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whichever cluster the build was given makes kubectl say what a real one once made it say. */
@EachCluster
class KubectlTests {

    private static final Recordings RECORDINGS = Recordings.of(KubectlTests.class);
    private static final String NAMESPACE = "kubectl-tests";

    @TempDir
    Path folder;

    @Test
    void printsWhatItPrintsForARealServer() throws Exception {
        assumeThat(RealControlPlane.whyNotAtOnce())
                .as("kubectl is built with the control plane")
                .isEmpty();
        // Given
        List<@Nullable Object> answers = new ArrayList<>();
        String name;
        try (TestCluster cluster = TestCluster.start()) {
            name = cluster.name();
            Program kubectl =
                    new Kubectl(cluster.kubeconfig()).program().in(folder).with("HOME", folder.toString());

            // When
            for (Object step : invocations()) {
                answers.add(answer(kubectl, Manifest.map(step)));
            }
        }

        // Then
        RECORDINGS.keep(name, "invocations", answers);
        if (Recordings.recording()) {
            assertThat(name).as("only a real server's answers are recorded").isEqualTo("kube-apiserver");
            RECORDINGS.record("invocations", answers);
        }
        List<@Nullable Object> expected = RECORDINGS.answers("invocations");
        SoftAssertions all = new SoftAssertions();
        all.assertThat(answers).hasSameSizeAs(expected);
        for (int i = 0; i < Math.min(answers.size(), expected.size()); i++) {
            all.assertThat(Json.writePretty(answers.get(i))).isEqualTo(Json.writePretty(expected.get(i)));
        }
        all.assertAll();
    }

    private Map<String, @Nullable Object> answer(Program kubectl, Map<String, @Nullable Object> step)
            throws IOException {
        String line = String.valueOf(step.get("run"));
        for (Map.Entry<String, @Nullable Object> file :
                Manifest.map(step.getOrDefault("files", Map.of())).entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), String.valueOf(file.getValue()));
        }
        List<String> arguments = new ArrayList<>(List.of("--namespace", NAMESPACE));
        arguments.addAll(List.of(line.split(" ", -1)));
        Ended ended = kubectl.run("", arguments);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("run", line);
        answer.put("code", (long) ended.code());
        boolean silent = "the exit code alone".equals(step.get("compare"));
        if (!silent) {
            answer.put("out", lines(ended.out(), step));
            answer.put("err", lines(ended.err(), step));
        }
        return answer;
    }

    private static List<String> lines(String text, Map<String, @Nullable Object> step) {
        List<String> without = Manifest.list(step.getOrDefault("without", List.of())).stream()
                .map(String::valueOf)
                .toList();
        return Printed.normal(text, NAMESPACE)
                .lines()
                .filter(line -> without.stream().noneMatch(line::contains))
                .toList();
    }

    private static List<@Nullable Object> invocations() throws Exception {
        Object document = new YamlReader()
                .documents(Files.readAllBytes(RECORDINGS.cases().getFirst()))
                .orThrow()
                .getFirst()
                .value();
        return Manifest.list(document);
    }
}
