package io.keelstream.gitwatcher.evaluation;

import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.configMap;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.desired;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.observed;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.kubernetes.object.Manifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows when a cluster serves something else. */
class ServedClusterTests {

    private static final ClusterFacts OLD = new ClusterFacts("1.35.0", List.of("apps/v1"));
    private static final ClusterFacts NEW = new ClusterFacts("1.36.0", List.of("apps/v1", "doors.example.com/v1"));

    @TempDir
    Path folder;

    private EvaluationFixture ref;

    @BeforeEach
    void open() throws Exception {
        ref = new EvaluationFixture(folder);
        ref.helm = new AskingRenderer();
        ref.published.put("default", OLD);
        ref.git
                .write("asking/keelstream.yaml", application("asking"))
                .write("asking/Chart.yaml", "name: asking")
                .write("asking/asks", "")
                .write("quiet/keelstream.yaml", application("quiet"))
                .write("quiet/Chart.yaml", "name: quiet")
                .write("plain/keelstream.yaml", application("plain"))
                .write("plain/a.yaml", configMap("a", "1"));
        ref.push();
    }

    @AfterEach
    void close() {
        ref.close();
    }

    @Test
    void onlyChartsThatAskAreRenderedAgainWhenAClusterIsUpgraded() throws Exception {
        // Given
        assertThat(ref.isOutdated()).isFalse();
        ref.published.put("default", NEW);

        // Then
        assertThat(ref.isOutdated()).isTrue();
        List<TargetChange> changes = ref.again();
        assertThat(observed(changes)).containsOnlyKeys("main/asking");
        assertThat(data(desired(changes).get("main/asking")))
                .isEqualTo(Map.of("version", "1.36.0", "apis", "apps/v1 doors.example.com/v1"));
        assertThat(ref.isOutdated()).isFalse();
    }

    @Test
    void anotherClusterConcernsNobodyHere() throws Exception {
        ref.published.put("other", NEW);

        assertThat(ref.isOutdated()).isFalse();
        assertThat(ref.again()).isEmpty();
    }

    @Test
    void restartRendersNothingWhileTheClusterServesTheSame() throws Exception {
        ref.restart();
        assertThat(ref.again()).isEmpty();
        assertThat(ref.last.rendered()).isZero();

        ref.published.put("default", NEW);
        ref.restart();
        assertThat(observed(ref.again())).containsOnlyKeys("main/asking");
    }

    @Test
    void chartThatBeginsToAskGetsToKnow() throws Exception {
        ref.git.write("quiet/asks", "");

        Desired desired = desired(ref.push()).get("main/quiet");

        assertThat(data(desired)).containsEntry("version", "1.35.0");
    }

    private static Map<String, @Nullable Object> data(Desired desired) {
        return Manifest.map(desired.objects().getFirst().body().get("data"));
    }

    private static String application(String name) {
        return """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: %s}
            spec: {targets: [{name: main, namespace: shared}]}
            """.formatted(name);
    }
}
