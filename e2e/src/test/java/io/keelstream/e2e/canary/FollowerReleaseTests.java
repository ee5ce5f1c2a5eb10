package io.keelstream.e2e.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.suite.AnyCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker that follows the workload on trial ({@code canary.follow}), with the real judge: what pods answer is pretended, everything
 * else is what a user runs. One installation; each test begins where the one before ended.
 */
@AnyCluster
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FollowerReleaseTests {

    private static final Duration LIMIT = Duration.ofMinutes(4);

    @TempDir
    static Path folder;

    static CanaryDemo demo;

    @BeforeAll
    static void start() throws Exception {
        demo = CanaryDemo.up(folder);
        await("the first release", () -> storefront().finished(Outcome.HEALTHY) == 1);
        ended(demo.pushWorker(), Outcome.HEALTHY);
    }

    @AfterAll
    static void end() {
        demo.close();
    }

    @Test
    @Order(1)
    void followerKeepsItsVersionDuringTheTrialAndIsPromotedAfterTheWorkload() throws Exception {
        String commit = demo.push("1.1.0");
        await("traffic on the canary", () -> storefront().share() > 0);
        assertThat(storefront().image("worker")).endsWith(":1.0.0");

        ended(commit, Outcome.HEALTHY);

        assertThat(storefront().image()).endsWith(":1.1.0");
        assertThat(storefront().image("worker")).endsWith(":1.1.0");
        assertThat(storefront().progress(commit))
                .containsSubsequence("promoting the canary: applying wave 0", "promoting the canary: applying wave 1");
    }

    @Test
    @Order(2)
    void followerWhoseContainersCrashInTheBakeTakesTheWorkloadBackWithIt() throws Exception {
        demo.bake("10m");
        String commit = demo.push("1.2.0");
        await("the bake", () -> String.join("\n", storefront().progress(commit)).contains("watching the promoted"));
        assertThat(storefront().image("worker")).endsWith(":1.2.0");

        demo.kubelet().crash("worker");

        DeploymentFinished finished = ended(commit, Outcome.ROLLED_BACK);
        assertThat(finished.problems()).anyMatch(each -> "Deployment.apps/storefront/worker".equals(each.where()));
        assertThat(storefront().image()).endsWith(":1.1.0");
        assertThat(storefront().image("worker")).endsWith(":1.1.0");
        assertThat(storefront().clean())
                .as("weights %s", storefront().weights())
                .isTrue();
    }

    private static DeploymentFinished ended(String commit, Outcome outcome) {
        await("the end of " + commit, () -> storefront().ended(commit) != null);
        DeploymentFinished finished = Objects.requireNonNull(storefront().ended(commit));
        assertThat(finished.outcome()).as(demo.system().printed()).isEqualTo(outcome);
        return finished;
    }

    private static Storefront storefront() {
        return demo.storefront();
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(condition);
    }
}
