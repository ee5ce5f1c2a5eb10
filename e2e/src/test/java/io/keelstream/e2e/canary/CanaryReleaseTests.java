package io.keelstream.e2e.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Verb;
import java.nio.file.Path;
import java.time.Duration;
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
 * One installation; each test begins where the one before ended.
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
    @Order(0)
    void firstCanaryOfATeamIsARehearsalOfWhatRuns() throws Exception {
        String before = storefront().image();

        Verb rehearsal = demo.verb("canary", Storefront.TARGET, "--rehearse", "--actor", "ada");

        assertThat(rehearsal.exit()).as(rehearsal.said()).isZero();
        assertThat(rehearsal.out())
                .contains("rehearses a canary with", "nothing is promoted")
                .contains("done: rehearsal of", "10 %, 30 %, 50 % of the traffic");
        await("traffic on the copy", () -> storefront().share() > 0);
        await("what status says", () -> status().contains("rehearsal 10 % (step 1 of 3)"));
        Verb again = demo.verb("canary", Storefront.TARGET, "--rehearse");
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.error()).contains("a release of production/storefront runs");
        Verb promoted = demo.verb("promote", Storefront.TARGET);
        assertThat(promoted.exit()).isEqualTo(1);
        assertThat(promoted.error()).contains("promotes nothing");
        await("the end of the rehearsal", () -> storefront().finished(Outcome.REHEARSED) == 1);
        assertThat(storefront().image()).isEqualTo(before);
        assertThat(storefront().clean())
                .as("weights %s", storefront().weights())
                .isTrue();
        assertThat(storefront().problemsOf(Outcome.REHEARSED))
                .as(demo.system().printed())
                .isEmpty();
    }

    @Test
    @Order(1)
    void healthyCommitIsPromotedStepByStep() throws Exception {
        String commit = demo.push("1.1.0");

        await("the end of 1.1.0", () -> storefront().ended(commit) != null);

        assertThat(storefront().ended(commit).outcome())
                .as(demo.system().printed())
                .isEqualTo(Outcome.HEALTHY);
        assertThat(storefront().verdicts(commit))
                .extracting(VerdictIssued::verdict)
                .endsWith(Verdict.PASS)
                .doesNotContain(Verdict.FAIL);
        assertThat(String.join("\n", storefront().progress(commit))).contains("10 %", "30 %", "50 %");
        assertThat(storefront().image()).endsWith(":1.1.0");
        assertThat(storefront().clean())
                .as("weights %s", storefront().weights())
                .isTrue();
    }

    @Test
    @Order(2)
    void harmfulCommitIsTakenBackAndNotBegunAgain() throws Exception {
        String commit = demo.push("1.2.0-errors");

        await("the end of 1.2.0", () -> storefront().ended(commit) != null);

        assertThat(storefront().ended(commit).outcome())
                .as(demo.system().printed())
                .isEqualTo(Outcome.ROLLED_BACK);
        assertThat(storefront().verdicts(commit))
                .extracting(VerdictIssued::verdict)
                .endsWith(Verdict.FAIL);
        assertThat(storefront().image()).endsWith(":1.1.0");
        assertThat(storefront().clean())
                .as("weights %s", storefront().weights())
                .isTrue();
        await(
                "what blocks it",
                () -> demo.system().verb("status", Storefront.TARGET).contains("is blocked since commit"));
        assertThat(storefront().finished(commit)).as("it is not begun again").hasSize(1);
    }

    @Test
    @Order(3)
    void slowCommitIsTakenBack() throws Exception {
        assertTakenBack(demo.push("1.2.1-slow"), "latency");
    }

    @Test
    @Order(4)
    void commitThatFallsSilentIsTakenBack() throws Exception {
        assertTakenBack(demo.push("1.2.2-silent"), "silent");
    }

    @Test
    @Order(5)
    void newerCommitSupersedesATrialAndGoesOnAfterAKillWhereItWas() throws Exception {
        String first = demo.push("1.3.0");
        await("traffic on the canary", () -> storefront().share() > 0);

        String second = demo.push("1.3.1");
        await("the end of 1.3.0", () -> storefront().ended(first) != null);
        assertThat(storefront().ended(first).outcome()).isEqualTo(Outcome.SUPERSEDED);
        await("the second step of 1.3.1", () -> storefront().share() > 20);
        demo.killAndStart();

        assertThat(storefront().share()).as("the weight is what it was").isBetween(29.0, 51.0);
        await("the end of 1.3.1", () -> storefront().ended(second) != null);
        assertThat(storefront().ended(second).outcome())
                .as(demo.system().printed())
                .isEqualTo(Outcome.HEALTHY);
        assertThat(storefront().finished(second)).hasSize(1);
        assertThat(storefront().image()).endsWith(":1.3.1");
        assertThat(storefront().clean())
                .as("weights %s", storefront().weights())
                .isTrue();
    }

    @Test
    @Order(6)
    void canaryWithoutTrafficHoldsUntilAPersonPromotesIt() throws Exception {
        String quiet = demo.pushWithoutLoad();
        await("the end of the load", () -> storefront().ended(quiet) != null);
        String commit = demo.push("1.4.0");
        await("the hold", () -> status().contains("is on hold"));
        assertThat(status()).contains("keelstream promote production/storefront begins the next step");

        Verb promoted = demo.verb("promote", Storefront.TARGET, "--actor", "ada", "--reason", "nobody is awake");
        await("the second step", () -> storefront().share() > 40);
        Verb full = demo.verb("promote", Storefront.TARGET, "--full");

        assertThat(promoted.exit()).as(promoted.error()).isZero();
        assertThat(promoted.out()).contains("step 1 of 2", "promoted by ada: nobody is awake");
        assertThat(full.exit()).as(full.error()).isZero();
        await("the end of 1.4.0", () -> storefront().ended(commit) != null);
        assertThat(storefront().ended(commit).outcome())
                .as(demo.system().printed())
                .isEqualTo(Outcome.HEALTHY);
        assertThat(storefront().image()).endsWith(":1.4.0");
        assertThat(storefront().clean())
                .as("weights %s", storefront().weights())
                .isTrue();
    }

    @Test
    @Order(7)
    void canaryWithoutUsersIsJudgedByTheLoadOfItsHook() throws Exception {
        String commit = demo.pushWithLoadOfAJob("1.4.5");
        await(
                "the load beside the canary",
                () -> storefront().share() > 0 && storefront().loads() == 1);

        await("the end of 1.4.5", () -> storefront().ended(commit) != null);

        assertThat(storefront().ended(commit).outcome())
                .as(demo.system().printed())
                .isEqualTo(Outcome.HEALTHY);
        assertThat(storefront().verdicts(commit).getLast().verdict()).isEqualTo(Verdict.PASS);
        assertThat(storefront().image()).endsWith(":1.4.5");
        assertThat(storefront().clean())
                .as("weights %s", storefront().weights())
                .isTrue();
        await("the end of the load", () -> storefront().loads() == 0);
    }

    @Test
    @Order(8)
    void abortedCanaryIsTakenBackAndNotBegunAgain() throws Exception {
        String before = storefront().image();
        String commit = demo.push("1.5.0");
        await("traffic on the canary", () -> storefront().share() > 0);

        Verb aborted = demo.verb("abort", Storefront.TARGET);

        assertThat(aborted.exit()).as(aborted.error()).isZero();
        await("the end of 1.5.0", () -> storefront().ended(commit) != null);
        assertThat(storefront().ended(commit).outcome())
                .as(demo.system().printed())
                .isEqualTo(Outcome.ROLLED_BACK);
        assertThat(storefront().image()).isEqualTo(before);
        assertThat(storefront().clean())
                .as("weights %s", storefront().weights())
                .isTrue();
        await("what blocks it", () -> status().contains("aborted by"));
        Verb late = demo.verb("abort", Storefront.TARGET);
        assertThat(late.exit()).isEqualTo(1);
        assertThat(late.error()).contains("no canary of production/storefront runs");
    }

    @Test
    @Order(9)
    void commitsArePromotedAndTakenBackInAMesh() throws Exception {
        String moved = demo.pushIntoTheMesh("1.4.0");
        await("the VirtualService", () -> storefront().ended(moved) != null);
        assertThat(storefront().ended(moved).outcome())
                .as(demo.system().printed())
                .isEqualTo(Outcome.HEALTHY);
        Object before = storefront().routeSpec();

        String healthy = demo.push("1.6.0");
        await("the end of 1.6.0", () -> storefront().ended(healthy) != null);
        String harmful = demo.push("1.7.0-errors");
        await("the end of 1.7.0", () -> storefront().ended(harmful) != null);

        assertThat(storefront().ended(healthy).outcome())
                .as(demo.system().printed())
                .isEqualTo(Outcome.HEALTHY);
        assertThat(String.join("\n", storefront().progress(healthy))).contains("10 %", "50 %");
        assertThat(storefront().verdicts(harmful).getLast().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(storefront().ended(harmful).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(storefront().image()).endsWith(":1.6.0");
        assertThat(storefront().clean())
                .as("weights %s", storefront().weights())
                .isTrue();
        assertThat(storefront().routeSpec()).isEqualTo(before);
    }

    private static String status() {
        return demo.system().verb("status", Storefront.TARGET);
    }

    private static void assertTakenBack(String commit, String reason) {
        await("the end of " + commit, () -> storefront().ended(commit) != null);
        assertThat(storefront().ended(commit).outcome())
                .as(demo.system().printed())
                .isEqualTo(Outcome.ROLLED_BACK);
        assertThat(storefront().verdicts(commit).getLast().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(storefront().verdicts(commit).getLast().reason()).contains(reason);
        assertThat(storefront().image()).endsWith(":1.1.0");
        assertThat(storefront().clean())
                .as("weights %s", storefront().weights())
                .isTrue();
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
