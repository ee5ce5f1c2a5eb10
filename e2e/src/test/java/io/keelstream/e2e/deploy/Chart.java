package io.keelstream.e2e.deploy;

import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.testing.process.Program;
import io.keelstream.testing.process.Program.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The chart as helm reads it. Stateless. */
final class Chart {

    static final String RELEASE = "keelstream";

    private final Program helm = Program.of(RealControlPlane.program("helm").toString());

    /** Ends the test as skipped, with a printed reason, where helm is not built. */
    static void assumeHelm() {
        Optional<String> why = RealControlPlane.whyNotAtOnce();
        why.ifPresent(reason -> {
            System.out.println("The chart is not tested: " + reason);
            Assumptions.abort(reason);
        });
    }

    /** What {@code helm lint --strict} says. */
    Ended lint(String values) throws IOException, InterruptedException {
        return helm.run("", List.of("lint", "--strict", DeployFolder.chart().toString(), "--values=" + file(values)));
    }

    /** What {@code helm template} says. */
    Ended template(String values, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("template", RELEASE));
        arguments.add(DeployFolder.chart().toString());
        arguments.addAll(List.of("--namespace=" + RELEASE, "--values=" + file(values)));
        arguments.addAll(List.of(more));
        return helm.run("", arguments);
    }

    /** The manifests as text. */
    String text(String values, String... more) throws IOException, InterruptedException {
        Ended ended = template(values, more);
        if (ended.code() != 0) {
            throw new IllegalStateException("the chart is not rendered with " + values + ": " + ended.text());
        }
        return ended.out();
    }

    /** The objects. */
    List<Manifest> objects(String values, String... more) throws IOException, InterruptedException {
        return new YamlReader()
                .manifests(text(values, more).getBytes(StandardCharsets.UTF_8)).orThrow().stream()
                        .map(document -> document.manifest())
                        .toList();
    }

    private static Path file(String values) {
        return DeployFolder.chart().resolve("ci/" + values + "-values.yaml");
    }
}
