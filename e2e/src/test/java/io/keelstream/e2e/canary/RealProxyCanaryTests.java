package io.keelstream.e2e.canary;

import static io.keelstream.e2e.canary.ProxiedReleases.assertNothingLost;
import static io.keelstream.e2e.canary.ProxiedReleases.assertOnlyTheCanaryFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.canary.ProxiedStorefront.Push;
import io.keelstream.e2e.suite.RealCluster;
import io.keelstream.e2e.traffic.Answer;
import io.keelstream.e2e.traffic.Clients;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
 * are back on the old one, also while nodes, commits, metrics and other people's routes do not stand still. One world; each test begins
 * where the one before ended, and prints its row of a table of figures.
 */
@RealCluster
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealProxyCanaryTests {

    private static final String CANARY = "storefront-canary";
    private static final String BASELINE = "storefront-baseline";

    /** Between a change of the route and the first request that is certain to follow it. */
    private static final Duration FOLLOWS = Duration.ofSeconds(1);

    /** Answers: pods have times to the second, and one that ends in its first cannot be told from one that never began. */
    private static final long SOME_SECONDS = 150;

    /** Somebody's own route to the canary, of which nothing is in Git. */
    private static final String SIDE_DOOR = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: side-door, namespace: storefront}
            spec:
              parentRefs: [{name: gateway}]
              rules:
                - matches: [{path: {type: PathPrefix, value: /side-door}}]
                  backendRefs: [{name: storefront-canary, port: 80}]
            """;

    private static final String MARKS =
            "{type: ResponseHeaderModifier, responseHeaderModifier: {set: [{name: x-route, value: edited}]}}";

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
        assertThat(storefront.now().tag()).isEqualTo("1.1.0");
    }

    @Test
    @Order(2)
    void harmfulCommitIsTakenBackWithinASecondOfTheVerdict() throws Exception {
        Push push = storefront.push("1.2.0-errors");

        assertOnlyTheCanaryFailed(releases.takenBack("5 % errors", push));
    }

    @Test
    @Order(3)
    void slowCommitIsTakenBack() throws Exception {
        Push push = storefront.push("1.2.1-slow");

        assertNothingLost(releases.takenBack("four times as slow", push));
        assertThat(reason(push)).contains("latency");
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
        assertThat(storefront.now().tag()).isEqualTo("1.3.1");
    }

    /** No node takes the pods that a drain evicts, so the canary has one pod at first and none then; each answers until it is gone. */
    @Test
    @Order(5)
    void drainedNodesTakeTheShareAndTheMatchedRequestsAwayUntilThePodsAreBack() throws Exception {
        Push push = storefront.push("1.4.0", RealProxyCanaryTests::matching);
        releases.awaitShare(20);
        try (Clients testers = storefront.clients("x-canary", "always")) {
            Instant begun = Instant.now();
            releases.awaitShare(50);
            Instant evicted = Instant.now();
            storefront.nodes().close();
            storefront.nodes().drain(CANARY);
            releases.await(
                    "the share of the pod that is left", () -> storefront.now().share() <= 25);
            storefront.nodes().drain(CANARY);
            releases.awaitShare(0);
            Instant none = Instant.now();
            releases.assertShareStays(0);
            storefront.nodes().open();
            Instant open = Instant.now();
            releases.awaitShare(50);
            Instant back = Instant.now();

            Figures figures = releases.ended("drained nodes in step 2, with matched requests", push, Outcome.HEALTHY);
            assertNothingLost(figures);
            assertThat(testers.between(begun, Instant.now())).noneMatch(Answer::failed);
            assertThat(testers.between(begun, evicted)).isNotEmpty().allMatch(answer -> answer.of(CANARY));
            assertThat(testers.between(none.plus(FOLLOWS), open)).isNotEmpty().noneMatch(answer -> answer.of(CANARY));
            assertThat(testers.between(back.plus(FOLLOWS), back.plus(FOLLOWS).plus(FOLLOWS)))
                    .isNotEmpty()
                    .allMatch(answer -> answer.of(CANARY));
        }
    }

    /** What a commit changes of the route comes with the promotion. */
    @Test
    @Order(6)
    void canaryWithoutTrafficAndWithoutMetricsStaysWhereItIsAlsoUnderACommitThatEditsTheRoute() throws Exception {
        Push first = storefront.push("1.5.0");
        releases.awaitShare(20);

        storefront.clients().pause();
        releases.assertShareStays(20);
        storefront.clients().resume();
        releases.awaitShare(50);
        storefront.prometheus().kill();
        storefront.kubelet().restart(BASELINE);
        storefront.kubelet().restart(CANARY);
        Push second = storefront
                .write("route.yaml", RealProxyCanaryTests::marked)
                .push()
                .since(first);
        releases.await("the trial has another commit", () -> storefront.now().ended(first.commit()) != null);
        releases.assertShareStays(50);
        assertThat(storefront.now().routeSpec().toString()).doesNotContain("x-route");
        storefront.prometheus().startAgain();

        assertNothingLost(releases.ended(
                "no traffic in step 1; in step 2 no Prometheus, counters reset, route edited in Git",
                second,
                Outcome.HEALTHY));
        assertThat(storefront.now().finished(first.commit()))
                .extracting(ended -> ended.outcome())
                .containsExactly(Outcome.SUPERSEDED);
        assertThat(storefront.now().tag()).isEqualTo("1.5.0");
        assertThat(storefront.answer().headers().firstValue("x-route")).contains("edited");
    }

    @Test
    @Order(7)
    void faultOfBothArmsIsNotTheCanarysAndWeightsThatSomebodyChangedAreGitsAfterTheRelease() throws Exception {
        Push push = storefront.push("1.6.0");
        releases.awaitShare(20);

        storefront.now().setWeights(Map.of("storefront", 40L, CANARY, 40L, BASELINE, 20L));
        releases.awaitShare(50);
        storefront.pods().fail(0.2);
        releases.pause();
        storefront.pods().fail(0);

        Figures figures = releases.ended(
                "40 % by hand in step 1, 20 % of all requests fail for a while in step 2", push, Outcome.HEALTHY);
        assertThat(figures.failed())
                .isNotEmpty()
                .allMatch(answer -> answer.status() == 500 && !answer.pod().isEmpty());
    }

    /** What a router does that does not follow its weights looks the same to the canary-analyzer. */
    @Test
    @Order(8)
    void trafficThatPassesTheRouteByKeepsTheStepAndARevertInTheSecondStepEndsTheTrial() throws Exception {
        Push push = storefront.push("1.7.0");
        releases.await("the canary's Service", () -> storefront.stage().live().exists("Service/storefront/" + CANARY));
        storefront.stage().live().create(SIDE_DOOR, "somebody");
        try (Clients others = storefront.clients("side-door")) {
            releases.awaitShare(20);
            releases.await(
                    "the split is not what was asked for",
                    () -> storefront
                            .verb("status", Storefront.TARGET)
                            .out()
                            .contains("traffic split is not what was asked"));
            releases.assertShareStays(20);
            assertThat(others.between(push.at(), Instant.now())).anyMatch(answer -> answer.of(CANARY));
        }
        storefront.stage().live().delete("HTTPRoute.gateway.networking.k8s.io/storefront/side-door");
        storefront.promote("the side door is closed");
        releases.awaitShare(50);

        storefront.push(push.before());

        assertNothingLost(
                releases.ended("traffic beside the route in step 1, revert in step 2", push, Outcome.SUPERSEDED));
        releases.await("nothing is left", () -> storefront.now().clean());
        assertThat(storefront.now().tag()).isEqualTo(push.before());
    }

    @Test
    @Order(9)
    void canaryThatFallsSilentIsTakenBack() throws Exception {
        Push push = storefront.push("1.8.0-silent");

        releases.await("the end", () -> storefront.now().ended(push.commit()) != null);
        storefront.clients().pause();
        releases.await("the last answers", () -> storefront.clients().open() == 0);
        storefront.clients().resume();
        Figures figures = releases.takenBack("silent", push);

        assertThat(figures.failed())
                .as(figures.row())
                .isNotEmpty()
                .allMatch(answer -> answer.pod().isEmpty());
        assertThat(reason(push)).contains("silent");
    }

    @Test
    @Order(10)
    void canaryWhoseMemoryGrowsIsTakenBack() throws Exception {
        Push push = storefront.push("1.8.1-leaking", RealProxyCanaryTests::remembering);

        assertNothingLost(releases.takenBack("memory grows", push));
        assertThat(reason(push)).contains("heap");
    }

    @Test
    @Order(11)
    void canaryWhoseContainersCrashIsTakenBackWithoutAVerdict() throws Exception {
        Push push = storefront.push("1.8.2");
        releases.awaitShare(20);

        releases.await("answers of the canary for some seconds", () -> answersOf(CANARY, push) > SOME_SECONDS);
        storefront.kubelet().crash(CANARY);
        Figures figures = releases.takenBack("containers crash", push);

        assertThat(figures.failed())
                .as(figures.row())
                .allMatch(answer -> answer.pod().isEmpty());
        assertThat(storefront.now().verdicts(push.commit()))
                .extracting(VerdictIssued::verdict)
                .doesNotContain(Verdict.FAIL);
    }

    @Test
    @Order(12)
    void promotedVersionThatMissesItsObjectiveWhileItIsWatchedIsTakenBack() throws Exception {
        Push push = storefront.push("1.9.0", RealProxyCanaryTests::baked);
        releases.await(
                "the bake",
                () -> String.join("\n", storefront.now().progress(push.commit()))
                        .contains("watching the promoted"));
        assertThat(storefront.now().clean()).isTrue();
        assertThat(storefront.now().tag()).isEqualTo("1.9.0");

        storefront.pods().fail(0.3, "1.9.0");
        Figures figures = releases.ended("3 of 10 fail after the promotion", push, Outcome.ROLLED_BACK);
        storefront.pods().fail(0);

        assertThat(figures.failed())
                .as(figures.row())
                .isNotEmpty()
                .allMatch(answer -> answer.status() == 500 && !answer.pod().isEmpty());
        assertThat(reason(push)).contains("success");
        assertThat(storefront.now().tag()).isEqualTo(push.before());
    }

    /** The controller of the autoscaler sees idle pods, since half of the traffic is away, when all of it comes back. */
    @Test
    @Order(13)
    void workloadHasThePodsForAllOfItsTrafficWhenHarmIsProvenAtFiftyPercent() throws Exception {
        Push scaled = storefront
                .write("autoscaler.yaml", content -> content)
                .push(storefront.now().tag());
        releases.await(
                "the autoscaler",
                () -> storefront.now().ended(scaled.commit()) != null
                        && storefront.now().autoscaler().desired() == 4);

        Push push = storefront.push("2.0.0");
        releases.awaitShare(20);
        storefront.promote("the shop is quiet");
        releases.awaitShare(50);
        storefront.metrics().use("20Mi");
        releases.await(
                "the autoscaler would shrink the workload",
                () -> storefront.now().wouldShrink());
        assertThat(storefront.now().share()).isEqualTo(50);
        assertThat(storefront.now().replicas()).isEqualTo(4);

        storefront.pods().fail(0.2, "2.0.0");
        releases.await("the way back", () -> storefront.now().clean());
        assertThat(storefront.now().autoscaler().least()).isEqualTo(4);
        assertThat(storefront.now().replicas()).isEqualTo(4);
        assertThat(storefront.now().ended(push.commit()))
                .as("the autoscaler has to see the load first")
                .isNull();

        storefront.push(push.before());
        assertOnlyTheCanaryFailed(releases.takenBack("autoscaler would shrink, 20 % errors at 50 %", push));
        storefront.pods().fail(0);
        releases.await(
                "the autoscaler is what Git says",
                () -> storefront.now().autoscaler().least() == 1);
    }

    @Test
    @Order(14)
    void removalOfTheTargetInTheMiddleLeavesTheRunningVersionWithAllOfItsTraffic() throws Exception {
        Push push = storefront.push("2.1.0", RealProxyCanaryTests::orphaning);
        releases.awaitShare(20);

        storefront.remove().push();

        assertNothingLost(releases.ended("target removed in step 1", push, Outcome.SUPERSEDED));
        storefront.stage().awaitRemoved(Storefront.TARGET);
        assertThat(storefront.now().clean()).isTrue();
        assertThat(storefront.now().tag()).isEqualTo(push.before());
        assertThat(storefront.answer().statusCode()).isEqualTo(200);
    }

    private static long answersOf(String workload, Push since) {
        return storefront.clients().between(since.at(), Instant.now()).stream()
                .filter(answer -> answer.of(workload))
                .count();
    }

    /** What the last verdict on it says. */
    private static String reason(Push push) {
        return storefront.now().verdicts(push.commit()).getLast().reason();
    }

    private static String matching(String rules) {
        return rules.replace("drain: 2s", "drain: 2s, match: [{header: x-canary, value: always}]");
    }

    private static String remembering(String rules) {
        return rules + "        - {name: heap, kind: gauge, preset: jvm-heap, tolerate: 1.3, margin: {times: 2}}\n";
    }

    private static String baked(String rules) {
        return rules.replace("    bake: 0s\n", "    bake: 10m\n")
                + "        - {name: success, kind: slo, preset: spring-boot-http, objective: 0.9, role: harm}\n";
    }

    private static String orphaning(String rules) {
        return rules.replace("  release:", "  policy: {onRemoval: orphan}\n  release:");
    }

    private static String marked(String route) {
        return route.replace("      timeouts:", "      filters: [" + MARKS + "]\n      timeouts:");
    }
}
