package io.keelstream.e2e.canary;

import static io.keelstream.e2e.canary.ProxiedReleases.assertNothingLost;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.canary.ProxiedStorefront.Push;
import io.keelstream.e2e.suite.RealCluster;
import io.keelstream.e2e.system.Verb;
import io.keelstream.e2e.traffic.Clients;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Canary releases through a real proxy while the world around them does not stand still: commits, metrics, other people's
 * routes; and harm that no status of an answer shows. One world; each test begins where the one before ended, and prints its row of a
 * table of figures.
 */
@RealCluster
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealProxyDisturbanceTests {

    private static final String CANARY = "storefront-canary";
    private static final String BASELINE = "storefront-baseline";

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
    void routeThatACommitEditsInTheSecondStepAndMetricsThatBeginAnewChangeNothingOfTheTrial() throws Exception {
        Push first = storefront.push("1.2.0");
        releases.awaitShare(50);

        storefront.prometheus().kill();
        storefront.kubelet().restart(BASELINE);
        storefront.kubelet().restart(CANARY);
        Push second = storefront
                .write("route.yaml", RealProxyDisturbanceTests::marked)
                .push();
        storefront.prometheus().startAgain();
        releases.await("the trial has another commit", () -> storefront.now().ended(first.commit()) != null);
        assertThat(storefront.now().share()).isEqualTo(50);
        assertThat(storefront.now().routeSpec().toString()).doesNotContain("x-route");

        Figures figures = releases.ended(
                "route edited in Git, Prometheus restarted, counters reset, in step 2",
                new Push(second.commit(), first.at()),
                Outcome.HEALTHY);
        assertNothingLost(figures);
        assertThat(storefront.now().finished(first.commit()))
                .extracting(ended -> ended.outcome())
                .containsExactly(Outcome.SUPERSEDED);
        assertThat(storefront.now().image()).endsWith(":1.2.0");
        assertThat(storefront.answer().headers().firstValue("x-route")).contains("edited");
    }

    /** What a router does that does not follow its weights looks the same to the canary-analyzer. */
    @Test
    @Order(2)
    void trafficThatPassesTheRouteByKeepsTheStepAndARevertInTheSecondStepEndsTheTrial() throws Exception {
        String before = storefront.now().tag();
        Push push = storefront.push("1.3.0");
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
        Verb promoted = storefront.verb("promote", Storefront.TARGET, "--reason", "the side door is closed");
        assertThat(promoted.exit()).as(promoted.error()).isZero();
        releases.awaitShare(50);

        storefront.push(before);

        assertNothingLost(
                releases.ended("traffic beside the route in step 1, revert in step 2", push, Outcome.SUPERSEDED));
        releases.await("nothing is left", () -> storefront.now().clean());
        assertThat(storefront.now().tag()).isEqualTo(before);
    }

    @Test
    @Order(3)
    void canaryWhoseMemoryGrowsIsTakenBack() throws Exception {
        String before = storefront.now().tag();
        Push push = storefront.push("1.5.0-leaking", RealProxyDisturbanceTests::remembering);

        Figures figures = releases.ended("memory grows", push, Outcome.ROLLED_BACK);

        assertNothingLost(figures);
        assertThat(figures.back()).isLessThan(1);
        assertThat(lastVerdict(push).reason()).contains("heap");
        assertThat(storefront.now().tag()).isEqualTo(before);
    }

    @Test
    @Order(4)
    void removalOfTheTargetInTheMiddleLeavesTheRunningVersionWithAllOfItsTraffic() throws Exception {
        String before = storefront.now().tag();
        Push push = storefront.push("1.7.0", RealProxyDisturbanceTests::orphaning);
        releases.awaitShare(20);

        storefront.remove().push();
        Figures figures = releases.ended("target removed in step 1", push, Outcome.SUPERSEDED);

        assertNothingLost(figures);
        storefront.stage().awaitRemoved(Storefront.TARGET);
        assertThat(storefront.now().clean()).isTrue();
        assertThat(storefront.now().tag()).isEqualTo(before);
        assertThat(storefront.answer().statusCode()).isEqualTo(200);
    }

    private static VerdictIssued lastVerdict(Push push) {
        return storefront.now().verdicts(push.commit()).getLast();
    }

    private static String remembering(String rules) {
        return rules + "        - {name: heap, kind: gauge, preset: jvm-heap, tolerate: 1.3, margin: {times: 2}}\n";
    }

    private static String orphaning(String rules) {
        return rules.replace("  release:", "  policy: {onRemoval: orphan}\n  release:");
    }

    private static String marked(String route) {
        return route.replace("      timeouts:", "      filters: [" + MARKS + "]\n      timeouts:");
    }
}
