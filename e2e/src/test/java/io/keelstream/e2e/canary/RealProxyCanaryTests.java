package io.keelstream.e2e.canary;

import static io.keelstream.e2e.canary.ProxiedReleases.assertNothingLost;
import static io.keelstream.e2e.canary.ProxiedReleases.assertOnlyTheCanaryFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.canary.ProxiedStorefront.Push;
import io.keelstream.e2e.suite.RealCluster;
import io.keelstream.e2e.system.Verb;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Canary releases as clients see them, through a real proxy: what they lose, how many of them meet the new version, and how fast they
 * are back on the old one. One world; each test begins where the one before ended, and prints its row of a table of figures.
 */
@RealCluster
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealProxyCanaryTests {

    private static final String CANARY = "storefront-canary";

    @TempDir
    static Path folder;

    static ProxiedReleases releases;
    static ProxiedStorefront storefront;

    @BeforeAll
    static void start() throws Exception {
        releases = ProxiedReleases.start(folder);
        storefront = releases.storefront();
    }

    @AfterAll
    static void end() {
        if (releases != null) {
            releases.close();
        }
    }

    @Test
    @Order(1)
    void healthyCommitIsPromotedAndNoRequestIsLost() throws Exception {
        Push push = storefront.push("1.1.0");

        Figures figures = releases.ended("healthy", push, Outcome.HEALTHY);

        assertNothingLost(figures);
        assertThat(figures.splits()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(storefront.now().verdicts(push.commit()))
                .extracting(VerdictIssued::verdict)
                .endsWith(Verdict.PASS);
        assertThat(storefront.now().image()).endsWith(":1.1.0");
    }

    @Test
    @Order(2)
    void harmfulCommitIsTakenBackWithinASecondOfTheVerdict() throws Exception {
        Push push = storefront.push("1.2.0-errors");

        Figures figures = releases.ended("5 % errors", push, Outcome.ROLLED_BACK);

        assertOnlyTheCanaryFailed(figures);
        assertThat(figures.back()).isLessThan(1);
        assertThat(storefront.now().image()).endsWith(":1.1.0");
    }

    @Test
    @Order(3)
    void slowCommitIsTakenBack() throws Exception {
        Push push = storefront.push("1.2.1-slow");

        Figures figures = releases.ended("four times as slow", push, Outcome.ROLLED_BACK);

        assertNothingLost(figures);
        assertThat(storefront.now().verdicts(push.commit()).getLast().reason()).contains("latency");
    }

    @Test
    @Order(4)
    void newerCommitInTheSecondStepSupersedesAndAKillInItsOwnIsNotNoticed() throws Exception {
        Push first = storefront.push("1.3.0");
        releases.awaitShare(50);

        Push second = storefront.push("1.3.1");
        assertNothingLost(releases.ended("newer commit in step 2", first, Outcome.SUPERSEDED));
        releases.awaitShare(20);
        storefront.stage().crash();

        assertThat(storefront.now().share()).as("the weight is what it was").isBetween(19.0, 51.0);
        assertNothingLost(releases.ended("`kill -9` of all services in step 1", second, Outcome.HEALTHY));
        assertThat(storefront.now().finished(second.commit())).hasSize(1);
        assertThat(storefront.now().image()).endsWith(":1.3.1");
    }

    @Test
    @Order(5)
    void canaryWithoutTrafficAndWithoutMetricsStaysWhereItIs() throws Exception {
        Push push = storefront.push("1.4.0");
        releases.awaitShare(20);

        storefront.clients().pause();
        releases.assertShareStays(20);
        storefront.clients().resume();
        releases.awaitShare(50);
        storefront.prometheus().kill();
        releases.assertShareStays(50);
        storefront.prometheus().startAgain();

        assertNothingLost(releases.ended("no traffic in step 1, no Prometheus in step 2", push, Outcome.HEALTHY));
    }

    @Test
    @Order(6)
    void faultOfBothArmsIsNotTheCanarys() throws Exception {
        Push push = storefront.push("1.5.0");
        releases.awaitShare(20);

        storefront.pods().fail(0.2);
        releases.pause();
        storefront.pods().fail(0);

        Figures figures = releases.ended("20 % of all requests fail for a while", push, Outcome.HEALTHY);
        assertThat(figures.failed())
                .isNotEmpty()
                .allMatch(answer -> answer.status() == 500 && !answer.pod().isEmpty());
    }

    @Test
    @Order(7)
    void weightsThatSomebodyChangedAreGitsAfterTheRelease() throws Exception {
        Push push = storefront.push("1.6.0");
        releases.awaitShare(20);

        storefront.now().setWeights(Map.of("storefront", 40L, CANARY, 40L, "storefront-baseline", 20L));

        assertNothingLost(releases.ended("weights changed manually in step 1", push, Outcome.HEALTHY));
    }

    @Test
    @Order(8)
    void promotedVersionThatMissesItsObjectiveWhileItIsWatchedIsTakenBack() throws Exception {
        String before = storefront.now().image();
        Push push = storefront.push("1.7.0", RealProxyCanaryTests::baked);
        releases.await(
                "the bake",
                () -> String.join("\n", storefront.now().progress(push.commit()))
                        .contains("watching the promoted"));
        assertThat(storefront.now().clean()).isTrue();
        assertThat(storefront.now().image()).endsWith(":1.7.0");

        storefront.pods().fail(0.3, "1.7.0");
        Figures figures = releases.ended("3 of 10 fail after the promotion", push, Outcome.ROLLED_BACK);
        storefront.pods().fail(0);

        assertThat(figures.failed())
                .as(figures.row())
                .isNotEmpty()
                .allMatch(answer -> answer.status() == 500 && !answer.pod().isEmpty());
        assertThat(storefront.now().verdicts(push.commit()).getLast().reason()).contains("success");
        assertThat(storefront.now().image()).isEqualTo(before);
    }

    /** The controller of the autoscaler sees idle pods, since half of the traffic is away, when all of it comes back. */
    @Test
    @Order(9)
    void workloadHasThePodsForAllOfItsTrafficWhenHarmIsProvenAtFiftyPercent() throws Exception {
        String before = storefront.now().tag();
        Push scaled = storefront.write("autoscaler.yaml", content -> content).push(before);
        releases.await(
                "the autoscaler",
                () -> storefront.now().ended(scaled.commit()) != null
                        && storefront.now().autoscaler().desired() == 4);

        Push push = storefront.push("1.8.0");
        releases.awaitShare(20);
        Verb promoted = storefront.verb("promote", Storefront.TARGET, "--reason", "the shop is quiet");
        assertThat(promoted.exit()).as(promoted.error()).isZero();
        releases.awaitShare(50);
        storefront.metrics().use("20Mi");
        releases.await(
                "the autoscaler would shrink the workload",
                () -> storefront.now().wouldShrink());
        assertThat(storefront.now().share()).isEqualTo(50);
        assertThat(storefront.now().replicas()).isEqualTo(4);

        storefront.pods().fail(0.2, "1.8.0");
        releases.await("the way back", () -> storefront.now().clean());
        assertThat(storefront.now().autoscaler().least()).isEqualTo(4);
        assertThat(storefront.now().replicas()).isEqualTo(4);
        assertThat(storefront.now().ended(push.commit()))
                .as("the autoscaler has to see the load first")
                .isNull();

        storefront.push(before);
        Figures figures = releases.ended("autoscaler would shrink, 20 % errors at 50 %", push, Outcome.ROLLED_BACK);
        assertOnlyTheCanaryFailed(figures);
        assertThat(figures.back()).isLessThan(1);
        releases.await(
                "the autoscaler is what Git says",
                () -> storefront.now().autoscaler().least() == 1);
    }

    private static String baked(String rules) {
        return rules.replace("    bake: 0s\n", "    bake: 10m\n")
                + "        - {name: success, kind: slo, preset: spring-boot-http, objective: 0.9, role: harm}\n";
    }
}
