package io.keelstream.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.suite.Essential;
import io.keelstream.kubernetes.json.Json;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whichever cluster the build was given answers as a real server once did, but for what differs from run to run. */
@EachCluster
@Essential
class ConformanceTests {

    private static final Recordings RECORDINGS = Recordings.of(ConformanceTests.class);

    private static TestCluster cluster;
    private static RawApi api;

    @BeforeAll
    static void start() {
        cluster = TestCluster.start();
        api = RawApi.of(cluster.kubeconfig());
    }

    @AfterAll
    static void stop() {
        api.close();
        cluster.close();
    }

    @TestFactory
    Stream<DynamicTest> answersAsARealServerDoes() {
        return RECORDINGS.cases().stream()
                .map(Case::read)
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each)));
    }

    private static void check(Case each) throws Exception {
        List<@Nullable Object> answers;
        try (Run run = new Run(api, each.namespace())) {
            run.answers(List.of(Step.read(Json.readObject(
                    "{\"call\":\"POST /api/v1/namespaces\",\"body\":{\"metadata\":{\"name\":\"~\"}}}"))));
            answers = run.answers(each.steps());
        }
        RECORDINGS.keep(cluster.name(), each.name(), answers);
        if (Recordings.recording()) {
            assertThat(cluster.name())
                    .as("only a real server's answers are recorded")
                    .isEqualTo("kube-apiserver");
            RECORDINGS.record(each.name(), answers);
            return;
        }
        List<@Nullable Object> expected = RECORDINGS.answers(each.name());
        SoftAssertions all = new SoftAssertions();
        all.assertThat(answers).hasSameSizeAs(expected);
        for (int i = 0; i < Math.min(answers.size(), expected.size()); i++) {
            all.assertThat(text(answers.get(i))).as("answer %d", i + 1).isEqualTo(text(expected.get(i)));
        }
        all.assertAll();
    }

    private static String text(@Nullable Object answer) {
        return Json.writePretty(Normal.of(answer));
    }
}
