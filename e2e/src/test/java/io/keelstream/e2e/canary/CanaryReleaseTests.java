package io.keelstream.e2e.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Verb;
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
 * Releases of the demo's application with the real judge: what pods answer is pretended, everything else is what a user runs.
 * One installation; each test begins where the one before ended. What clients notice of a release is in {@link RealProxyCanaryTests}.
 */
@AnyCluster
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CanaryReleaseTests {

    private static final Duration LIMIT = Duration.ofMinutes(4);

    @TempDir
    static Path folder;

    static CanaryDemo demo;

    @BeforeAll
    static void start() throws Exception {
        demo = CanaryDemo.up(folder);
        await("the first release", () -> storefront().finished(Outcome.HEALTHY) == 1);
    }

    @AfterAll
    static void end() {
        demo.close();
    }

    @Test
    @Order(1)
    void firstCanaryOfATeamIsARehearsalOfWhatRuns() throws Exception {
        String before = storefront().image();

        Verb rehearsal = demo.verb("canary", Storefront.TARGET, "--rehearse", "--actor", "ada");

        assertThat(rehearsal.exit()).as(rehearsal.said()).isZero();
        assertThat(rehearsal.out())
                .contains("rehearses a canary with", "nothing is promoted")
                .contains("done: rehearsal of", "10 %, 30 %, 50 % of the traffic");
        await("traffic on the copy", () -> storefront().share() > 0);
        await("what status says", () -> status().contains("rehearsal 10 % (step 1 of 3)"));
        assertRefused(demo.verb("canary", Storefront.TARGET, "--rehearse"), "a release of production/storefront runs");
        assertRefused(demo.verb("promote", Storefront.TARGET), "promotes nothing");
        await("the end of the rehearsal", () -> storefront().finished(Outcome.REHEARSED) == 1);
        assertThat(storefront().image()).isEqualTo(before);
        assertNothingLeft();
        assertThat(storefront().problemsOf(Outcome.REHEARSED))
                .as(demo.system().printed())
                .isEmpty();
    }

    @Test
    @Order(2)
    void healthyCommitIsPromotedStepByStep() throws Exception {
        demo.hasten();
        String commit = demo.push("1.1.0");

        ended(commit, Outcome.HEALTHY);

        assertThat(storefront().verdicts(commit))
                .extracting(VerdictIssued::verdict)
                .endsWith(Verdict.PASS)
                .doesNotContain(Verdict.FAIL);
        assertThat(String.join("\n", storefront().progress(commit))).contains("10 %", "50 %");
        assertThat(storefront().tag()).isEqualTo("1.1.0");
        assertNothingLeft();
    }

    @Test
    @Order(3)
    void harmfulCommitIsTakenBackAndNotBegunAgain() throws Exception {
        String commit = demo.push("1.2.0-errors");

        ended(commit, Outcome.ROLLED_BACK);

        assertThat(storefront().verdicts(commit))
                .extracting(VerdictIssued::verdict)
                .endsWith(Verdict.FAIL);
        assertThat(storefront().tag()).isEqualTo("1.1.0");
        assertNothingLeft();
        await("what blocks it", () -> status().contains("is blocked since commit"));
        assertThat(storefront().finished(commit)).as("it is not begun again").hasSize(1);
    }

    @Test
    @Order(4)
    void canaryWithoutTrafficHoldsUntilAPersonPromotesIt() throws Exception {
        ended(demo.pushWithoutLoad("1.1.0"), Outcome.HEALTHY);
        String commit = demo.push("1.3.0");
        await("the hold", () -> status().contains("is on hold"));
        assertThat(status()).contains("keelstream promote production/storefront begins the next step");

        Verb promoted = demo.verb("promote", Storefront.TARGET, "--actor", "ada", "--reason", "nobody is awake");
        await("the second step", () -> storefront().share() > 40);
        Verb full = demo.verb("promote", Storefront.TARGET, "--full");

        assertThat(promoted.exit()).as(promoted.error()).isZero();
        assertThat(promoted.out()).contains("step 1 of 2", "promoted by ada: nobody is awake");
        assertThat(full.exit()).as(full.error()).isZero();
        ended(commit, Outcome.HEALTHY);
        assertThat(storefront().tag()).isEqualTo("1.3.0");
        assertNothingLeft();
    }

    @Test
    @Order(5)
    void canaryWithoutUsersIsJudgedByTheLoadOfItsHook() throws Exception {
        String commit = demo.pushWithLoadOfAJob("1.4.0");
        await(
                "the load beside the canary",
                () -> storefront().share() > 0 && storefront().loads() == 1);

        ended(commit, Outcome.HEALTHY);

        assertThat(storefront().verdicts(commit).getLast().verdict()).isEqualTo(Verdict.PASS);
        assertThat(storefront().tag()).isEqualTo("1.4.0");
        assertNothingLeft();
        await("the end of the load", () -> storefront().loads() == 0);
    }

    @Test
    @Order(6)
    void abortedCanaryIsTakenBackAndNotBegunAgain() throws Exception {
        String commit = demo.push("1.5.0");
        await("traffic on the canary", () -> storefront().share() > 0);

        Verb aborted = demo.verb("abort", Storefront.TARGET);

        assertThat(aborted.exit()).as(aborted.error()).isZero();
        ended(commit, Outcome.ROLLED_BACK);
        assertThat(storefront().tag()).isEqualTo("1.4.0");
        assertNothingLeft();
        await("what blocks it", () -> status().contains("aborted by"));
        assertRefused(demo.verb("abort", Storefront.TARGET), "no canary of production/storefront runs");
    }

    @Test
    @Order(7)
    void followerKeepsItsVersionDuringTheTrialAndIsPromotedAfterTheWorkload() throws Exception {
        ended(demo.pushWorker("1.4.0"), Outcome.HEALTHY);
        String commit = demo.push("1.6.0");
        await("traffic on the canary", () -> storefront().share() > 0);
        assertThat(storefront().image("worker")).endsWith(":1.4.0");

        ended(commit, Outcome.HEALTHY);

        assertThat(storefront().tag()).isEqualTo("1.6.0");
        assertThat(storefront().image("worker")).endsWith(":1.6.0");
        assertThat(storefront().progress(commit))
                .containsSubsequence("promoting the canary: applying wave 0", "promoting the canary: applying wave 1");
    }

    @Test
    @Order(8)
    void followerWhoseContainersCrashInTheBakeTakesTheWorkloadBackWithIt() throws Exception {
        demo.bake("10m");
        String commit = demo.push("1.7.0");
        await("the bake", () -> String.join("\n", storefront().progress(commit)).contains("watching the promoted"));
        assertThat(storefront().image("worker")).endsWith(":1.7.0");

        demo.kubelet().crash("worker");

        DeploymentFinished finished = ended(commit, Outcome.ROLLED_BACK);
        assertThat(finished.problems()).anyMatch(each -> "Deployment.apps/storefront/worker".equals(each.where()));
        assertThat(storefront().tag()).isEqualTo("1.6.0");
        assertThat(storefront().image("worker")).endsWith(":1.6.0");
        assertNothingLeft();
    }

    @Test
    @Order(9)
    void commitsArePromotedAndTakenBackInAMesh() throws Exception {
        demo.bake("0s");
        ended(demo.pushIntoTheMesh("1.6.0"), Outcome.HEALTHY);
        Object before = storefront().routeSpec();

        String healthy = demo.push("1.8.0");
        ended(healthy, Outcome.HEALTHY);
        String harmful = demo.push("1.9.0-errors");
        ended(harmful, Outcome.ROLLED_BACK);

        assertThat(String.join("\n", storefront().progress(healthy))).contains("50 %");
        assertThat(storefront().verdicts(harmful).getLast().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(storefront().tag()).isEqualTo("1.8.0");
        assertNothingLeft();
        assertThat(storefront().routeSpec()).isEqualTo(before);
    }

    private static String status() {
        return demo.system().verb("status", Storefront.TARGET);
    }

    private static Storefront storefront() {
        return demo.storefront();
    }

    private static DeploymentFinished ended(String commit, Outcome outcome) {
        await("the end of " + commit, () -> storefront().ended(commit) != null);
        DeploymentFinished finished = Objects.requireNonNull(storefront().ended(commit));
        assertThat(finished.outcome()).as(demo.system().printed()).isEqualTo(outcome);
        return finished;
    }

    private static void assertNothingLeft() {
        assertThat(storefront().clean())
                .as("weights %s", storefront().weights())
                .isTrue();
    }

    private static void assertRefused(Verb verb, String why) {
        assertThat(verb.exit()).as(verb.said()).isEqualTo(1);
        assertThat(verb.error()).contains(why);
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(condition);
    }
}
