package io.keelstream.e2e.ownership;

import static io.keelstream.e2e.system.Manifests.application;
import static io.keelstream.e2e.system.Manifests.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Holds: annotations on live objects that stop every write to them until a time. */
@ExtendWith(SharedStage.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EachCluster
class HoldingTests {

    private static final Duration HOLD = Duration.ofSeconds(25);

    private static Stage stage;
    private static String second;
    private static Instant until;

    @BeforeAll
    static void play(Stage shared) throws Exception {
        stage = shared;
        for (String name : List.of("held", "partly", "unreadable")) {
            stage.repository()
                    .write(name + "/keelstream.yaml", application(name))
                    .write(name + "/a.yaml", configMap("a", "1"))
                    .write(name + "/b.yaml", configMap("b", "1"))
                    .write(name + "/c.yaml", configMap("c", "1"));
        }
        String first = stage.repository().push("Holding: start");
        for (String name : List.of("held", "partly", "unreadable")) {
            stage.awaitSettled("production/" + name, first);
        }
        until = Instant.now().plus(HOLD).truncatedTo(ChronoUnit.SECONDS);
        hold("held", "a", until.toString());
        hold("partly", "a", until.toString());
        hold("partly", "b", until.toString());
        hold("unreadable", "a", "tomorrow");
        stage.await(
                "an idle target shows the hold",
                () -> assertThat(reasons("held")).contains("Held"));
        stage.repository()
                .write("held/a.yaml", configMap("a", "2"))
                .write("partly/a.yaml", configMap("a", "2"))
                .remove("partly/b.yaml")
                .write("partly/c.yaml", configMap("c", "2"))
                .write("unreadable/a.yaml", configMap("a", "2"))
                .write("unreadable/c.yaml", configMap("c", "2"));
        second = stage.repository().push("Holding: change and drop what is held");
        stage.await("what is not held", () -> assertThat(value("partly", "c")).isEqualTo("2"));
        stage.crash();
    }

    @Test
    @Order(1)
    void heldObjectIsNeitherAppliedNorDeletedAndItsTargetSaysSo() {
        stage.awaitWaitingFor("production/held", "BLOCKED", "on hold by ada until " + until);
        stage.await("what is not held", () -> assertThat(value("partly", "c")).isEqualTo("2"));
        if (Instant.now().isBefore(until.minusSeconds(1))) {
            assertThat(value("held", "a")).isEqualTo("1");
            assertThat(value("partly", "a")).isEqualTo("1");
            assertThat(stage.live().exists("ConfigMap/partly/b")).isTrue();
            assertThat(reasons("partly")).contains("Held");
        }
    }

    @Test
    @Order(2)
    void unreadableHoldHoldsWithoutRepeatedDeployments() {
        stage.await(
                "what is not held", () -> assertThat(value("unreadable", "c")).isEqualTo("2"));
        stage.await("it says so", () -> assertThat(reasons("unreadable")).contains("Held"));
        assertThat(value("unreadable", "a")).isEqualTo("1");
        assertThat(Deployments.finished(stage.system(), "production/unreadable"))
                .hasSizeLessThan(4);
    }

    @Test
    @Order(3)
    void afterTheHoldEverythingIsAppliedAndDeleted() {
        stage.awaitSettled("production/held", second);
        stage.awaitSettled("production/partly", second);
        assertThat(Instant.now()).isAfter(until);
        assertThat(value("held", "a")).isEqualTo("2");
        assertThat(value("partly", "a")).isEqualTo("2");
        assertThat(stage.live().exists("ConfigMap/partly/b")).isFalse();
    }

    private static void hold(String namespace, String name, String time) {
        String reference = "ConfigMap/" + namespace + "/" + name;
        stage.live().annotate(reference, "keelstream.io/hold-by", "ada");
        stage.live().annotate(reference, "keelstream.io/hold-until", time);
    }

    private static List<String> reasons(String application) {
        return stage.published("production/" + application).conditions().stream()
                .map(Problem::reason)
                .toList();
    }

    private static Object value(String namespace, String name) {
        return stage.live().get("ConfigMap/" + namespace + "/" + name).at("data", "value");
    }
}
