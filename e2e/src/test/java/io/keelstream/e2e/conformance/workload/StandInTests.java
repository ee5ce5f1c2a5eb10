package io.keelstream.e2e.conformance.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.conformance.RawApi;
import io.keelstream.e2e.conformance.Recordings;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.kubernetes.json.Json;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Workloads walk through the same healths, and end the same, as they once did on a real control plane. */
@EachCluster
class StandInTests {

    private static final Recordings RECORDINGS = Recordings.of(StandInTests.class);
    private static final String NAMESPACE = "stories";

    @Test
    void workloadsWalkThroughTheSameHealthsAsOnARealControlPlane() throws Exception {
        // Given
        List<Scenario> stories = Scenario.read(RECORDINGS.cases().getFirst());
        List<@Nullable Object> seen = new ArrayList<>();
        String name;
        try (TestCluster cluster = TestCluster.start();
                RawApi api = RawApi.of(cluster.kubeconfig())) {
            name = cluster.name();
            api.send(api.request("/api/v1/namespaces")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"metadata\":{\"name\":\"" + NAMESPACE + "\"}}"))
                    .build());

            // When
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<@Nullable Object>> all = new ArrayList<>();
                for (Scenario story : stories) {
                    all.add(threads.submit(() -> {
                        try (StoryRun run = new StoryRun(api, story, NAMESPACE)) {
                            return run.play();
                        }
                    }));
                }
                for (Future<@Nullable Object> each : all) {
                    seen.add(each.get());
                }
            }
        }

        // Then
        RECORDINGS.keep(name, "stories", seen);
        if (Recordings.recording()) {
            assertThat(name).as("only a real server's stories are recorded").isEqualTo("kube-apiserver");
            RECORDINGS.record("stories", seen);
        }
        SoftAssertions all = new SoftAssertions();
        List<@Nullable Object> expected = RECORDINGS.answers("stories");
        all.assertThat(seen).hasSameSizeAs(expected);
        for (int i = 0; i < Math.min(seen.size(), expected.size()); i++) {
            all.assertThat(Json.writePretty(seen.get(i))).isEqualTo(Json.writePretty(expected.get(i)));
        }
        all.assertAll();
    }
}
