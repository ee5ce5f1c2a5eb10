package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.CanaryWorld.CANARY;
import static io.keelstream.planner.reconcile.CanaryWorld.CONFIG;
import static io.keelstream.planner.reconcile.CanaryWorld.DEPLOYMENT;
import static io.keelstream.planner.reconcile.CanaryWorld.NEW;
import static io.keelstream.planner.reconcile.CanaryWorld.ROUTE;
import static io.keelstream.planner.reconcile.CanaryWorld.SERVICE;
import static io.keelstream.planner.reconcile.CanaryWorld.line;
import static io.keelstream.planner.reconcile.CanaryWorld.ordinary;
import static io.keelstream.planner.reconcile.CanaryWorld.traffic;
import static io.keelstream.planner.reconcile.CanaryWorld.workload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.Router;
import io.keelstream.contracts.canary.CanaryRules.Traffic;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.planner.sample.Samples;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.Injection;
import io.keelstream.sandbox.fault.RequestMatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What stands in the way of a trial. */
class BlockedCanaryTests extends SandboxedCanary {

    private static final String OTHER = CONFIG.replace("name: settings", "name: other");

    @Test
    void messageOfTheServerIsTheProblemOfATrialItRefuses() throws Exception {
        // Given
        String heavy = ROUTE.replace("port: 80}", "port: 80, weight: 5000}");
        world.released("refused", CANARY, DEPLOYMENT, SERVICE, heavy, CONFIG);

        // When
        Plan plan = world.desired("refused", CANARY, NEW, SERVICE, heavy, CONFIG);

        // Then
        assertThat(plan.state()).isEqualTo(State.FAILED);
        assertThat(plan.problems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.message()).contains("5000"))
                .anySatisfy(problem -> assertThat(problem.where())
                        .isEqualTo("HTTPRoute.gateway.networking.k8s.io/refused/web at 5 %"));
    }

    @Test
    void versionThatFailedItsCanaryIsNotTriedAgain() throws Exception {
        // Given
        world.released("block", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        String digest = Objects.requireNonNull(world.desired("block", CANARY, NEW, SERVICE, ROUTE, CONFIG)
                        .work()
                        .canary())
                .digest();
        world.history(
                "block",
                new Inventory.History(
                        null,
                        new Inventory.Block(
                                "d", "0123456789abcdef", digest, "errors are 3.1 times the baseline's", Instant.EPOCH),
                        List.of()));

        // When
        Plan plan = world.sandbox().plan("t/block");

        // Then
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(line(plan))
                .isEqualTo(
                        "CanaryFailed Deployment.apps/block/web: is blocked since commit 0123456789ab: errors are 3.1"
                                + " times the baseline's; push a change, revert, or run keelstream retry");
    }

    @Test
    void anotherBundleWithTheVersionThatFailedWaitsForApprovalAndIsPutOnTrial() throws Exception {
        // Given
        world.released("culprit", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        Plan failed = world.desired("culprit", CANARY, NEW, SERVICE, ROUTE, CONFIG);
        String digest = Objects.requireNonNull(failed.work().canary()).digest();
        world.history(
                "culprit",
                new Inventory.History(
                        null,
                        new Inventory.Block("d", "0123456789abcdef", digest, "harm", Instant.EPOCH)
                                .of(failed.bundleDigest()),
                        List.of()));

        // When
        Plan same = world.sandbox().plan("t/culprit");
        Plan changed = world.desired("culprit", CANARY, NEW, SERVICE, ROUTE, CONFIG, OTHER);
        Decision approval = new Decision(
                "approval", Kind.APPROVE, "ada", "", Decision.Named.change(changed.changeDigest()), null, null);
        world.sandbox().partition.put(Topic.DECISION, approval.key("t/culprit"), approval);
        world.sandbox().evaluate("t/culprit");
        world.sandbox().evaluate("t/culprit");
        Plan approved = world.sandbox().current("t/culprit");

        // Then
        assertThat(same.state()).isEqualTo(State.BLOCKED);
        assertThat(PlanningSandbox.reasons(same)).containsExactly("CanaryFailed");
        assertThat(changed.state()).as("%s", changed.problems()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(PlanningSandbox.reasons(changed)).containsExactly("CanaryFailed", "ApprovalMissing");
        assertThat(changed.problems().getFirst().where()).isEqualTo("Deployment.apps/culprit/web");
        assertThat(changed.problems().getFirst().message())
                .isEqualTo(
                        "change or revert it, which releases the rest of the commit; it failed its canary with commit"
                                + " 0123456789ab: harm");
        assertThat(approved.state()).as("%s", approved.problems()).isEqualTo(State.READY);
        assertThat(approved.trial()).as("it is tried again").isNotNull();
    }

    @Test
    void versionThatFailedIsNotReleasedWithoutATrialEither() throws Exception {
        // Given
        String none = DEPLOYMENT.replace("replicas: 4", "replicas: 0");
        String version = none.replace("web:1", "web:2");
        world.released("untried", CANARY, none, SERVICE, ROUTE, CONFIG);
        Plan failed = world.desired("untried", CANARY, version, SERVICE, ROUTE, CONFIG);
        String digest = Objects.requireNonNull(failed.work().canary()).digest();
        world.history(
                "untried",
                new Inventory.History(
                        null,
                        new Inventory.Block("d", "0123456789abcdef", digest, "harm", Instant.EPOCH)
                                .of(failed.bundleDigest()),
                        List.of()));

        // When
        Plan plan = world.desired("untried", CANARY, version, SERVICE, ROUTE, CONFIG, OTHER);

        // Then
        assertThat(plan.trial()).as("it has 0 replicas").isNull();
        assertThat(plan.state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(PlanningSandbox.reasons(plan)).containsExactly("CanaryFailed", "ApprovalMissing");
    }

    @Test
    void versionThatAPersonHasTriedAgainIsPutOnTrial() throws Exception {
        // Given
        world.released("retried", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        String digest = Objects.requireNonNull(world.desired("retried", CANARY, NEW, SERVICE, ROUTE, CONFIG)
                        .work()
                        .canary())
                .digest();
        Inventory.Block block = new Inventory.Block("d", "0123456789abcdef", digest, "harm", Instant.EPOCH);

        // When
        world.history("retried", new Inventory.History(null, block.retried("ada"), List.of()));

        // Then
        Plan plan = world.sandbox().plan("t/retried");
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        assertThat(plan.trial()).isNotNull();
    }

    @Test
    void versionThatFailedItsCanaryIsNotTriedAgainAfterARevert() throws Exception {
        // Given
        world.released("again", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        String digest = Objects.requireNonNull(world.desired("again", CANARY, NEW, SERVICE, ROUTE, CONFIG)
                        .work()
                        .canary())
                .digest();
        world.history(
                "again",
                new Inventory.History(
                        null, new Inventory.Block("d", "0123456789abcdef", digest, "harm", Instant.EPOCH), List.of()));

        // When
        Plan revert = world.desired("again", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(revert.state()).as("%s", revert.problems()).isEqualTo(State.UNCHANGED);
        assertThat(world.blocked("again", CANARY, NEW, SERVICE, ROUTE, CONFIG)).startsWith("CanaryFailed ");
    }

    @Test
    void rolloutInProgressIsWaitedForAndAFailedOneIsNot() throws Exception {
        // Given
        String slow = DEPLOYMENT
                .replace(
                        "labels: {app: web, tier: front}}\n",
                        "labels: {app: web, tier: front}, annotations: {keelstream.io/pretend: stuck}}\n")
                .replace("  replicas", "  progressDeadlineSeconds: 5\n  replicas");
        world.released("rollout", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        world.sandbox()
                .release("t/rollout", Samples.bundle("rollout", TargetPolicy.DEFAULT, slow, SERVICE, ROUTE, CONFIG));

        // When
        Plan plan = world.desired("rollout", CANARY, NEW, SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(line(plan))
                .startsWith("CanaryWorkload Deployment.apps/rollout/web: its ")
                .endsWith("; it is planned again until that is over, or the Deployment is not healthy");
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            world.sandbox().evaluate("t/rollout");
            return world.sandbox().current("t/rollout").state() == State.READY;
        });
        assertThat(ordinary(world.sandbox().current("t/rollout")))
                .contains("its last rollout exceeded its progress deadline");
    }

    @Test
    void unreachableWebhookForRoutesIsNotAnUnreachableCluster() throws Exception {
        // Given
        world.released("webhook", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        Injection away = world.sandbox()
                .sandbox
                .faults()
                .inject(new RequestMatch("apply", "gateway.networking.k8s.io/httproutes"), new Fault.WebhookAway());

        // When
        Plan plan = world.desired("webhook", CANARY, NEW, SERVICE, ROUTE, CONFIG);
        away.close();

        // Then
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(line(plan))
                .startsWith("DependencyUnavailable Deployment.apps/webhook/web: ")
                .contains("down.example.com");
    }

    @Test
    void everyServiceOfTheWorkloadMustExcludeTheCopies() throws Exception {
        String inner = SERVICE.replace("{name: web,", "{name: inner,").replace("{app: web}, p", "{tier: front}, p");

        assertThat(world.blockedUpdate("inner", CANARY, DEPLOYMENT, CONFIG, SERVICE, inner, ROUTE))
                .isEqualTo("CanarySelector Service/inner/inner: selects Deployment.apps/inner/web without label app, so"
                        + " it would send unweighted traffic to the copies; select by app as well");
    }

    @Test
    void exactlyOneDeploymentMustMatch() throws Exception {
        String other = DEPLOYMENT.replace("name: web,", "name: other,").replace("app: web", "app: other");
        String stateful = DEPLOYMENT
                .replace("kind: Deployment", "kind: StatefulSet")
                .replace("  replicas", "  serviceName: web\n  replicas");

        assertThat(world.blocked("none", CANARY, SERVICE))
                .isEqualTo("CanaryWorkload null: the target has no Deployment to put on trial; set release.strategy:"
                        + " rolling for it");
        assertThat(world.blocked("several", CANARY, DEPLOYMENT, other))
                .isEqualTo("CanaryWorkload null: the target has several Deployments: Deployment.apps/several/other,"
                        + " Deployment.apps/several/web; name one of them in canary.workload");
        assertThat(world.blocked("missing", workload("wbe"), DEPLOYMENT))
                .isEqualTo("CanaryWorkload null: canary.workload names 'wbe', and the target has no Deployment of that"
                        + " name; correct the name");
        assertThat(world.blocked("stateful", workload("web"), stateful))
                .isEqualTo("CanaryWorkload null: canary.workload names StatefulSet.apps/stateful/web, and only a"
                        + " Deployment can be put on trial; set release.strategy: rolling for this target");
    }

    @Test
    void exactlyOneServiceMustMatch() throws Exception {
        String second = SERVICE.replace("{name: web,", "{name: second,");

        assertThat(world.blockedUpdate("no-service", CANARY, DEPLOYMENT, CONFIG))
                .isEqualTo("CanaryService Deployment.apps/no-service/web: is selected by no Service of the target, so"
                        + " there is no traffic to shift; add a Service, or set release.strategy: rolling");
        assertThat(world.blockedUpdate("services", CANARY, DEPLOYMENT, CONFIG, SERVICE, second))
                .isEqualTo("CanaryService Deployment.apps/services/web: is selected by several Services: second, web;"
                        + " name the one whose traffic is shifted in canary.traffic.service");
        assertThat(world.blockedUpdate(
                        "other-service",
                        traffic(new Traffic(Router.GATEWAY_API, List.of(), "wbe", 1_000)),
                        DEPLOYMENT,
                        CONFIG,
                        SERVICE))
                .contains("is not selected by the Service 'wbe' that canary.traffic.service names");
    }

    @Test
    void requestsThatCannotBeToldApartAreNamed() throws Exception {
        TargetPolicy matching = traffic(new Traffic(
                Router.GATEWAY_API,
                List.of(),
                null,
                1_000,
                List.of(new CanaryRules.Match("X-Canary", "always", false))));

        assertThat(world.blockedUpdate(
                        "header",
                        matching,
                        DEPLOYMENT,
                        CONFIG,
                        SERVICE,
                        ROUTE.replace(
                                "{backendRefs", "{matches: [{headers: [{name: x-canary, value: a}]}], backendRefs")))
                .isEqualTo("CanaryRoute HTTPRoute.gateway.networking.k8s.io/header/web: cannot send the requests of"
                        + " canary.traffic.match to the canary: rule 1 matches header x-canary itself, and one match cannot"
                        + " ask for a header twice; match another header");
        assertThat(world.blockedUpdate(
                        "rules",
                        matching,
                        DEPLOYMENT,
                        CONFIG,
                        SERVICE,
                        ROUTE.replace(
                                "[{backendRefs: [{name: web, port: 80}]}]",
                                "[" + "{backendRefs: [{name: web, port: 80}]}, ".repeat(9) + "]")))
                .endsWith(
                        "it would have 18 rules with those for matched requests, and a route has at most 16; split the"
                                + " route");
    }

    @Test
    void routeMustBeOursAndSplittable() throws Exception {
        TargetPolicy named = traffic(new Traffic(Router.GATEWAY_API, List.of("shared"), null, 1_000));
        world.sandbox().namespace("foreign");
        world.sandbox()
                .create(
                        ROUTE.replace(
                                "{name: web}",
                                "{name: shared, namespace: foreign, annotations: {keelstream.io/owner:"
                                        + " acme/t/edge}}"),
                        "keelstream");

        assertThat(world.blockedUpdate("no-route", CANARY, DEPLOYMENT, CONFIG, SERVICE))
                .isEqualTo("CanaryRoute Service/no-route/web: no HTTPRoute or GRPCRoute of the target sends traffic to"
                        + " it; add one, or use canary.traffic.router: replicas");
        assertThat(world.blockedUpdate("lost-route", named, DEPLOYMENT, CONFIG, SERVICE))
                .isEqualTo("CanaryRoute null: canary.traffic.route names 'shared', and there is no HTTPRoute or"
                        + " GRPCRoute of that name; correct the name, or add the route");
        assertThat(world.blockedUpdate("foreign", named, DEPLOYMENT, CONFIG, SERVICE))
                .isEqualTo("CanaryRoute HTTPRoute.gateway.networking.k8s.io/foreign/shared: belongs to acme/t/edge, so"
                        + " its weights are not ours to change; add it to this target, or choose another route in"
                        + " canary.traffic.route");
        assertThat(world.blockedUpdate(
                        "twice",
                        CANARY,
                        DEPLOYMENT,
                        CONFIG,
                        SERVICE,
                        ROUTE.replace("[{name: web, port: 80}]", "[{name: web, port: 80}, {name: web, port: 80}]")))
                .isEqualTo("CanaryRoute HTTPRoute.gateway.networking.k8s.io/twice/web: cannot be split: rule 1 names"
                        + " backend web:80 2 times; name it once");
        assertThat(world.blockedUpdate(
                        "ports",
                        CANARY,
                        DEPLOYMENT,
                        CONFIG,
                        SERVICE.replace("ports: [", "ports: [{name: admin, port: 81}, "),
                        ROUTE.replace("port: 80}]}]", "port: 80}]}, {backendRefs: [{name: web, port: 81}]}]")))
                .contains("the routes send traffic to it under several backends (web:80, web:81)");
    }

    @Test
    void copiesMustHaveNamesAndALabelOfTheirOwn() throws Exception {
        String name = "w".repeat(55);
        String renamed = DEPLOYMENT.replace("metadata: {name: web,", "metadata: {name: " + name + ",");
        String taken = DEPLOYMENT
                .replace("metadata: {name: web,", "metadata: {name: web-canary,")
                .replace("app: web", "app: other")
                .replace("web:1", "other:1");
        String unselected = DEPLOYMENT.replace("app: web, tier", "part: web, tier");
        TargetPolicy replicas = traffic(new Traffic(Router.REPLICAS, List.of(), null, 1_000));

        assertThat(world.blockedUpdate("long", CANARY, renamed, CONFIG, SERVICE, ROUTE))
                .endsWith("-baseline' would have a name of 64 characters, and 63 are possible; shorten the name of the"
                        + " Deployment");
        assertThat(world.blockedUpdate("taken", workload("web"), DEPLOYMENT, taken, CONFIG, SERVICE, ROUTE))
                .isEqualTo("CanaryName Deployment.apps/taken/web-canary: has a name that the trial of"
                        + " Deployment.apps/taken/web needs; rename it");
        assertThat(world.blockedUpdate(
                        "label", CANARY, unselected, CONFIG, SERVICE.replace("{app: web}, p", "{part: web}, p"), ROUTE))
                .startsWith("CanarySelector Deployment.apps/label/web: none of app.kubernetes.io/instance, app and");
        assertThat(world.blockedUpdate(
                        "all-labels",
                        replicas,
                        DEPLOYMENT,
                        CONFIG,
                        SERVICE.replace("{app: web}, p", "{app: web, tier: front}, p")))
                .startsWith("CanarySelector Deployment.apps/all-labels/web: every label that it selects by is one that"
                        + " Service web selects by too");
    }

    @Test
    void objectThatLeavesGitIsNotMistakenForACopy() throws Exception {
        // Given
        String leaving = SERVICE.replace("{name: web,", "{name: web-canary,").replace("{app: web}, p", "{app: x}, p");
        world.released("leaving", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG, leaving);

        // When
        Plan plan = world.desired("leaving", CANARY, NEW, SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(line(plan))
                .isEqualTo("CanaryName Service/leaving/web-canary: leaves Git with this commit, and the trial of"
                        + " Deployment.apps/leaving/web needs its name; remove it in a commit of its own");
    }

    @Test
    void foreignObjectUnderTheNameOfACopyBlocks() throws Exception {
        // Given
        world.released("squatter", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        world.sandbox()
                .create(SERVICE.replace("{name: web,", "{name: web-canary, namespace: squatter,"), "kubectl-create");

        // When
        Plan plan = world.desired("squatter", CANARY, NEW, SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(line(plan))
                .isEqualTo(
                        "CanaryName Service/squatter/web-canary: exists already and has no owner, and the trial needs"
                                + " its name; rename it or delete it");
    }

    @Test
    void policyOfOthersThatWouldCutTheCopiesOffBlocks() throws Exception {
        // Given
        world.sandbox().namespace("data");
        world.sandbox().create("""
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: database, namespace: data}
            spec:
              podSelector: {matchLabels: {app: database}}
              ingress:
                - from:
                    - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: cut-off}}
                      podSelector: {matchLabels: {app: web}}
            """, "platform");

        // When
        String line = world.blockedUpdate("cut-off", CANARY, DEPLOYMENT, CONFIG, SERVICE, ROUTE);

        // Then
        assertThat(line)
                .isEqualTo(
                        "CanarySelector NetworkPolicy.networking.k8s.io/data/database: selects the pods of"
                                + " Deployment.apps/cut-off/web by a label whose value is another one on the copies, so they would"
                                + " be cut off or unprotected; select by another label of these pods, or add it to this target");
    }
}
