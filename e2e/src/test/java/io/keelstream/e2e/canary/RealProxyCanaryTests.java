package io.keelstream.e2e.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.suite.RealCluster;
import io.keelstream.e2e.system.Verb;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
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

    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** Long enough for several ticks of the analysis. */
    private static final Duration AWHILE = Duration.ofSeconds(8);

    private static final String CANARY = "storefront-canary";
    private static final List<String> ROWS = new ArrayList<>();

    @TempDir
    static Path folder;

    static ProxiedStorefront storefront;

    @BeforeAll
    static void start() throws Exception {
        Optional<String> why = ProxiedStorefront.whyNot();
        Assumptions.assumeTrue(
                why.isEmpty() || System.getenv("CI") != null,
                () -> "Canary releases through a real proxy are not tested: " + why.orElseThrow());
        storefront = ProxiedStorefront.start(folder);
        await("the first release", () -> storefront.now().finished(Outcome.HEALTHY) == 1);
    }

    @AfterAll
    static void end() {
        ROWS.forEach(System.out::println);
        if (storefront != null) {
            storefront.close();
        }
    }

    @Test
    @Order(1)
    void healthyCommitIsPromotedAndNoRequestIsLost() throws Exception {
        Instant pushed = Instant.now();
        String commit = storefront.push("1.1.0");

        Figures figures = ended("healthy", commit, pushed, Outcome.HEALTHY);

        assertNothingLost(figures);
        assertThat(figures.splits()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(storefront.now().verdicts(commit))
                .extracting(VerdictIssued::verdict)
                .endsWith(Verdict.PASS);
        assertThat(storefront.now().image()).endsWith(":1.1.0");
    }

    @Test
    @Order(2)
    void harmfulCommitIsTakenBackWithinASecondOfTheVerdict() throws Exception {
        Instant pushed = Instant.now();
        String commit = storefront.push("1.2.0-errors");

        Figures figures = ended("5 % errors", commit, pushed, Outcome.ROLLED_BACK);

        assertOnlyTheCanaryFailed(figures);
        assertThat(figures.back()).isLessThan(1);
        assertThat(storefront.now().image()).endsWith(":1.1.0");
    }

    @Test
    @Order(3)
    void slowCommitIsTakenBack() throws Exception {
        Instant pushed = Instant.now();
        String commit = storefront.push("1.2.1-slow");

        Figures figures = ended("four times as slow", commit, pushed, Outcome.ROLLED_BACK);

        assertNothingLost(figures);
        assertThat(storefront.now().verdicts(commit).getLast().reason()).contains("latency");
    }

    @Test
    @Order(4)
    void newerCommitInTheSecondStepSupersedesAndAKillInItsOwnIsNotNoticed() throws Exception {
        Instant pushed = Instant.now();
        String first = storefront.push("1.3.0");
        awaitShare(50);

        Instant pushedAgain = Instant.now();
        String second = storefront.push("1.3.1");
        assertNothingLost(ended("newer commit in step 2", first, pushed, Outcome.SUPERSEDED));
        awaitShare(20);
        storefront.stage().crash();

        assertThat(storefront.now().share()).as("the weight is what it was").isBetween(19.0, 51.0);
        assertNothingLost(ended("`kill -9` of all services in step 1", second, pushedAgain, Outcome.HEALTHY));
        assertThat(storefront.now().finished(second)).hasSize(1);
        assertThat(storefront.now().image()).endsWith(":1.3.1");
    }

    @Test
    @Order(5)
    void canaryWithoutTrafficAndWithoutMetricsStaysWhereItIs() throws Exception {
        Instant pushed = Instant.now();
        String commit = storefront.push("1.4.0");
        awaitShare(20);

        storefront.clients().pause();
        assertShareStays(20);
        storefront.clients().resume();
        awaitShare(50);
        storefront.prometheus().kill();
        assertShareStays(50);
        storefront.prometheus().startAgain();

        assertNothingLost(ended("no traffic in step 1, no Prometheus in step 2", commit, pushed, Outcome.HEALTHY));
    }

    @Test
    @Order(6)
    void faultOfBothArmsIsNotTheCanarys() throws Exception {
        Instant pushed = Instant.now();
        String commit = storefront.push("1.5.0");
        awaitShare(20);

        storefront.pods().fail(0.2);
        Thread.sleep(AWHILE);
        storefront.pods().fail(0);

        Figures figures = ended("20 % of all requests fail for a while", commit, pushed, Outcome.HEALTHY);
        assertThat(figures.failed())
                .isNotEmpty()
                .allMatch(answer -> answer.status() == 500 && !answer.pod().isEmpty());
    }

    @Test
    @Order(7)
    void weightsThatSomebodyChangedAreGitsAfterTheRelease() throws Exception {
        Instant pushed = Instant.now();
        String commit = storefront.push("1.6.0");
        awaitShare(20);

        storefront.now().setWeights(Map.of("storefront", 40L, CANARY, 40L, "storefront-baseline", 20L));

        assertNothingLost(ended("weights changed manually in step 1", commit, pushed, Outcome.HEALTHY));
    }

    @Test
    @Order(8)
    void promotedVersionThatMissesItsObjectiveWhileItIsWatchedIsTakenBack() throws Exception {
        String before = storefront.now().image();
        Instant pushed = Instant.now();
        storefront.bake();
        String commit = storefront.push("1.7.0");
        await(
                "the bake",
                () -> String.join("\n", storefront.now().progress(commit)).contains("watching the promoted"));
        assertThat(storefront.now().clean()).isTrue();
        assertThat(storefront.now().image()).endsWith(":1.7.0");

        storefront.pods().fail(0.3, "1.7.0");
        Figures figures = ended("3 of 10 fail after the promotion", commit, pushed, Outcome.ROLLED_BACK);
        storefront.pods().fail(0);

        assertThat(figures.failed())
                .as(figures.row())
                .isNotEmpty()
                .allMatch(answer -> answer.status() == 500 && !answer.pod().isEmpty());
        assertThat(storefront.now().verdicts(commit).getLast().reason()).contains("success");
        assertThat(storefront.now().image()).isEqualTo(before);
    }

    /** The controller of the autoscaler sees idle pods, since half of the traffic is away, when all of it comes back. */
    @Test
    @Order(9)
    void workloadHasThePodsForAllOfItsTrafficWhenHarmIsProvenAtFiftyPercent() throws Exception {
        String before = storefront.now().tag();
        storefront.scale();
        String scaled = storefront.push(before);
        await(
                "the autoscaler",
                () -> storefront.now().ended(scaled) != null
                        && storefront.now().autoscaler().desired() == 4);

        Instant pushed = Instant.now();
        String commit = storefront.push("1.8.0");
        awaitShare(20);
        Verb promoted = storefront.verb("promote", Storefront.TARGET, "--reason", "the shop is quiet");
        assertThat(promoted.exit()).as(promoted.error()).isZero();
        awaitShare(50);
        storefront.metrics().use("20Mi");
        await("the autoscaler would shrink the workload", () -> storefront.now().wouldShrink());
        assertThat(storefront.now().share()).isEqualTo(50);
        assertThat(storefront.now().replicas()).isEqualTo(4);

        storefront.pods().fail(0.2, "1.8.0");
        await("the way back", () -> storefront.now().clean());
        assertThat(storefront.now().autoscaler().least()).isEqualTo(4);
        assertThat(storefront.now().replicas()).isEqualTo(4);
        assertThat(storefront.now().ended(commit))
                .as("the autoscaler has to see the load first")
                .isNull();

        storefront.push(before);
        Figures figures = ended("autoscaler would shrink, 20 % errors at 50 %", commit, pushed, Outcome.ROLLED_BACK);
        assertOnlyTheCanaryFailed(figures);
        assertThat(figures.back()).isLessThan(1);
        await(
                "the autoscaler is what Git says",
                () -> storefront.now().autoscaler().least() == 1);
    }

    /** The figures of a release that has ended, and left nothing behind. */
    private static Figures ended(String scenario, String commit, Instant pushed, Outcome outcome) {
        await("the end of " + commit, () -> storefront.now().ended(commit) != null);
        Figures figures = Figures.of(scenario, storefront, commit, pushed);
        ROWS.add(figures.row());
        assertThat(Objects.requireNonNull(storefront.now().ended(commit)).outcome())
                .as(storefront.stage().system().printed())
                .isEqualTo(outcome);
        if (outcome != Outcome.SUPERSEDED) {
            assertThat(storefront.now().clean())
                    .as("weights %s", storefront.now().weights())
                    .isTrue();
        }
        assertThat(figures.splits()).allMatch(Figures.Split::asWanted);
        return figures;
    }

    private static void assertNothingLost(Figures figures) {
        assertThat(figures.failed()).as(figures.row()).isEmpty();
    }

    private static void assertOnlyTheCanaryFailed(Figures figures) {
        assertThat(figures.failed())
                .as(figures.row())
                .isNotEmpty()
                .allMatch(answer -> answer.of(CANARY) && answer.status() == 500);
    }

    private static void assertShareStays(double percent) throws InterruptedException {
        Thread.sleep(AWHILE);
        assertThat(storefront.now().share()).isEqualTo(percent);
    }

    private static void awaitShare(double percent) {
        await(percent + " % for the canary", () -> storefront.now().share() == percent);
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .until(condition);
    }
}
