package io.keelstream.applier.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.canary.Shares;
import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.Releases;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.Match;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.route.GatewayApi;
import io.keelstream.kubernetes.route.Istio;
import io.keelstream.kubernetes.route.RouteApi;
import io.keelstream.kubernetes.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every router promises, on a cluster in memory. */
class RouterTests {

    private static final String CANARY = "Deployment.apps/shop/checkout-canary";
    private static final List<Match> MATCHES =
            List.of(new Match("x-canary", "always", false), new Match("cookie", "^(.*; *)?a=b *(;.*)?$", true));
    private static final String BASELINE = "Deployment.apps/shop/checkout-baseline";

    /** A router with what the cluster has before the first write. */
    record Subject(String name, Trial.Shift shift, List<Trial.Body> before, long seed, List<Match> matches) {

        private Subject(String name, Trial.Shift shift, List<Trial.Body> before, long seed) {
            this(name, shift, before, seed, List.of());
        }

        private Subject matching() {
            return new Subject(name, shift, before, seed, MATCHES);
        }

        @Override
        public String toString() {
            return name + ", seed " + seed + (matches.isEmpty() ? "" : ", with matches");
        }
    }

    /** Objects by reference; what is held cannot be written but by the way back. */
    private static final class Cluster implements LiveWriter {

        private final Map<String, Manifest> objects = new HashMap<>();
        private boolean held;

        private Cluster(List<Trial.Body> bodies) {
            bodies.forEach(body -> objects.put(body.reference(), new Manifest(body.body())));
        }

        @Override
        public ApiResult<Manifest> read(ObjectReference reference) {
            Manifest found = objects.get(reference.toString());
            return found == null
                    ? new ApiResult.Failed<>(
                            new ApiError(ApiError.Kind.NOT_FOUND, 404, "NotFound", "not found", List.of(), null))
                    : new ApiResult.Ok<>(found);
        }

        @Override
        public Problem problem(ObjectReference reference, ApiError error) {
            return Reason.REFUSED.problem(error.message(), reference.toString());
        }

        @Override
        public ObjectOutcome write(PlannedAction.Update action, boolean evenHeld) {
            if (!objects.containsKey(action.reference())) {
                return new ObjectOutcome.Gone();
            }
            if (held && !evenHeld) {
                return new ObjectOutcome.Skipped(Reason.HELD.problem("is on hold", action.reference()));
            }
            objects.put(action.reference(), new Manifest(action.content().body()));
            return new ObjectOutcome.Applied("uid", null);
        }

        private @Nullable Manifest route() {
            return objects.values().stream()
                    .filter(each -> !each.kind().equals("Deployment"))
                    .findFirst()
                    .orElse(null);
        }
    }

    static Stream<Subject> routers() {
        return Stream.of(
                        IntStream.range(0, 50).mapToObj(RouterTests::gatewayApi),
                        IntStream.range(0, 50).mapToObj(RouterTests::istio),
                        IntStream.range(50, 70)
                                .mapToObj(RouterTests::gatewayApi)
                                .map(Subject::matching),
                        IntStream.range(50, 70).mapToObj(RouterTests::istio).map(Subject::matching),
                        Stream.of(new Subject("replicas", new Trial.Shift.Replicas(), copies(), 0)))
                .flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("routers")
    void routeAfterATrialIsAsItWasBefore(Subject subject) throws InterruptedException {
        // Given
        Cluster cluster = new Cluster(subject.before());
        TrafficRouter router = router(subject, cluster);
        Manifest before = cluster.route();
        Random random = new Random(subject.seed());

        // When
        for (int i = random.nextInt(5); i >= 0; i--) {
            assertThat(router.write(Shares.at(1 + random.nextInt(99), true))).isEmpty();
        }
        assertThat(router.retreat(Shares.NONE)).isEmpty();
        assertThat(router.rest()).isEmpty();

        // Then
        assertThat(cluster.route()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("routers")
    void noCopyGetsTrafficAfterTheRollback(Subject subject) throws InterruptedException {
        // Given
        Cluster cluster = new Cluster(subject.before());
        TrafficRouter router = router(subject, cluster);
        assertThat(router.write(Shares.at(50, true))).isEmpty();

        // When
        cluster.held = true;
        assertThat(router.retreat(Shares.NONE)).isEmpty();

        // Then
        Manifest route = cluster.route();
        if (route == null) {
            assertThat(Course.replicas(cluster.objects.get(CANARY).tree())).isZero();
            assertThat(Course.replicas(cluster.objects.get(BASELINE).tree())).isZero();
        } else {
            assertThat(served(route)).doesNotContain("checkout-canary", "checkout-baseline");
        }
    }

    /** The backends of the route that have a weight. */
    private static Stream<String> served(Manifest route) {
        RouteApi api = RouteApi.of(route);
        return api.rules(route).stream()
                .flatMap(rule -> rule.references().stream()
                        .filter(reference -> api.weight(reference, rule) > 0)
                        .map(reference -> api.backend(reference, "shop").name()));
    }

    @ParameterizedTest
    @MethodSource("routers")
    void copiesGetTheirSharesOfEveryRuleThatNamesTheWorkload(Subject subject) throws InterruptedException {
        // Given
        Cluster cluster = new Cluster(subject.before());
        Manifest before = cluster.route();

        // When
        assertThat(router(subject, cluster).write(Shares.at(10, true))).isEmpty();

        // Then
        Manifest route = cluster.route();
        if (route == null || before == null) {
            return;
        }
        RouteApi api = RouteApi.of(route);
        List<RouteApi.Rule> rules =
                api.rules(route).stream().filter(rule -> !wantsHeader(rule)).toList();
        for (int i = 0; i < rules.size(); i++) {
            RouteApi.Rule rule = rules.get(i);
            Map<String, Long> weights = rule.references().stream()
                    .collect(Collectors.toMap(
                            reference -> api.backend(reference, "shop").name(),
                            reference -> api.weight(reference, rule)));
            Long canary = weights.get("checkout-canary");
            if (canary == null) {
                assertThat(weights).doesNotContainKey("checkout");
                assertThat(rule.tree()).isEqualTo(api.rules(before).get(i).tree());
            } else {
                assertThat(weights).containsEntry("checkout-baseline", canary).containsEntry("checkout", 8 * canary);
            }
        }
    }

    /** Routes whose requests can be told apart by their headers. */
    static Stream<Subject> matching() {
        return routers()
                .filter(subject -> !subject.matches().isEmpty())
                .filter(subject -> !(subject.name().equals("istio") && served(cluster(subject), "tls")));
    }

    @ParameterizedTest
    @MethodSource("matching")
    void matchedRequestsGoToTheCanaryAtEveryWeightAndNotAfterTheRetreat(Subject subject) throws InterruptedException {
        // Given
        Cluster cluster = new Cluster(subject.before());
        TrafficRouter router = router(subject, cluster);
        long named = rules(cluster.route()).stream()
                .filter(rule -> names(rule, "checkout"))
                .count();

        // When / Then
        for (int weight : new int[] {0, 1, 50}) {
            assertThat(router.write(Shares.at(weight, false))).isEmpty();
            assertThat(rules(cluster.route()).stream()
                            .filter(RouterTests::wantsHeader)
                            .filter(rule -> rule.references().size() == 1 && names(rule, "checkout-canary")))
                    .hasSize((int) named);
        }
        cluster.held = true;
        assertThat(router.retreat(Shares.NONE)).isEmpty();
        assertThat(rules(cluster.route())).noneMatch(RouterTests::wantsHeader);
    }

    private static Cluster cluster(Subject subject) {
        return new Cluster(subject.before());
    }

    private static boolean served(Cluster cluster, String list) {
        return rules(cluster.route()).stream().anyMatch(rule -> rule.list().equals(list) && names(rule, "checkout"));
    }

    private static List<RouteApi.Rule> rules(@Nullable Manifest route) {
        assertThat(route).isNotNull();
        return RouteApi.of(route).rules(route);
    }

    private static boolean names(RouteApi.Rule rule, String service) {
        RouteApi api = rule.field().equals("route") ? new Istio() : new GatewayApi();
        return rule.references().stream()
                .anyMatch(each -> api.backend(each, "shop").name().equals(service));
    }

    private static boolean wantsHeader(RouteApi.Rule rule) {
        return String.valueOf(rule.tree()).toLowerCase(Locale.ROOT).contains("x-canary");
    }

    @ParameterizedTest
    @MethodSource("routers")
    void repeatedWriteChangesNothing(Subject subject) throws InterruptedException {
        // Given
        Cluster cluster = new Cluster(subject.before());
        TrafficRouter router = router(subject, cluster);
        router.write(Shares.at(25, true));
        Map<String, Manifest> once = Map.copyOf(cluster.objects);

        // When
        router.write(Shares.at(25, true));

        // Then
        assertThat(cluster.objects).isEqualTo(once);
    }

    @ParameterizedTest
    @MethodSource("routers")
    void missingRouteNeedsNoRollback(Subject subject) throws InterruptedException {
        // Given
        Cluster cluster = new Cluster(List.of());
        TrafficRouter router = router(subject, cluster);

        // When / Then
        assertThat(router.retreat(Shares.NONE)).isEmpty();
        assertThat(router.rest()).isEmpty();
    }

    private static TrafficRouter router(Subject subject, Cluster cluster) {
        Release release = Releases.release(Releases.plan());
        return Routers.of(release, new Course(trial(subject), TrialPosition.START), false, cluster);
    }

    private static Trial trial(Subject subject) {
        CanaryRules rules = CanaryRules.DEFAULT;
        List<Trial.Body> copies = copies();
        return new Trial(
                new Trial.Stable("Deployment.apps/shop/checkout", "checkout-.*", 2, copies.getFirst()),
                new Trial.Copy(copies.getFirst(), List.of(), "checkout-canary", "checkout-canary-.*"),
                new Trial.Copy(copies.getLast(), List.of(), "checkout-baseline", "checkout-baseline-.*"),
                subject.shift(),
                List.of(new Trial.Step(10, 1, 0, Need.PASS)),
                List.of(),
                new CanaryRules(
                        CanaryRules.Workloads.ONLY,
                        rules.baseline(),
                        null,
                        new CanaryRules.Traffic(rules.traffic().router(), List.of(), null, 0, subject.matches()),
                        rules.steps(),
                        rules.conduct(),
                        Map.of()));
    }

    private static List<Trial.Body> copies() {
        return Stream.of(CANARY, BASELINE)
                .map(reference -> body(reference, "apps/v1", """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: %s, namespace: shop}
                    spec: {replicas: 3}
                    """.formatted(
                                ObjectReference.parse(reference).name())))
                .toList();
    }

    /** A route with random rules, backends and weights, of which at least one rule names the workload. */
    private static Subject gatewayApi(int seed) {
        Random random = new Random(seed);
        StringBuilder rules = new StringBuilder();
        for (int rule = 0; rule <= random.nextInt(3); rule++) {
            rules.append("    - matches: [{path: {value: /").append(rule).append("}}]\n      backendRefs:\n");
            if (rule == 0 || random.nextBoolean()) {
                String weight = random.nextBoolean() ? "" : ", weight: " + (1 + random.nextInt(1_000));
                rules.append("        - {name: checkout, port: 80")
                        .append(weight)
                        .append("}\n");
            }
            rules.append("        - {name: other, port: 80, weight: ")
                    .append(1 + random.nextInt(10))
                    .append("}\n");
        }
        Trial.Body route =
                body("HTTPRoute.gateway.networking.k8s.io/shop/checkout", "gateway.networking.k8s.io/v1", """
                    apiVersion: gateway.networking.k8s.io/v1
                    kind: HTTPRoute
                    metadata: {name: checkout, namespace: shop}
                    spec:
                      rules:
                    """ + rules);
        return new Subject(
                "gateway-api",
                new Trial.Shift.Routes(List.of(route), new Trial.Backend("", "Service", "shop", "checkout", 80)),
                List.of(route),
                seed);
    }

    /** A VirtualService with random http and tls routes, of which the first names the workload. */
    private static Subject istio(int seed) {
        Random random = new Random(seed);
        String host = random.nextBoolean() ? "checkout" : "checkout.shop.svc.cluster.local";
        StringBuilder spec = new StringBuilder();
        for (String protocol : random.nextBoolean() ? List.of("http") : List.of("http", "tls")) {
            spec.append("  ").append(protocol).append(":\n");
            for (int rule = 0; rule <= random.nextInt(3); rule++) {
                spec.append("    - match: [{port: ").append(rule).append("}]\n");
                spec.append(random.nextBoolean() ? "      name: route-" + rule + "\n" : "");
                spec.append(random.nextBoolean() ? "      timeout: 5s\n" : "");
                spec.append("      route:\n");
                boolean named = rule == 0 || random.nextBoolean();
                if (named) {
                    spec.append("        - {destination: {host: ").append(host).append(", port: {number: 80}}");
                    spec.append(", weight: ").append(1 + random.nextInt(1_000)).append("}\n");
                }
                if (!named || random.nextBoolean()) {
                    spec.append("        - {destination: {host: other}, weight: ")
                            .append(random.nextInt(10))
                            .append("}\n");
                }
            }
        }
        Trial.Body route =
                body("VirtualService.networking.istio.io/shop/checkout", "networking.istio.io/v1", """
                    apiVersion: networking.istio.io/v1
                    kind: VirtualService
                    metadata: {name: checkout, namespace: shop}
                    spec:
                    """ + spec);
        return new Subject(
                "istio",
                new Trial.Shift.Routes(List.of(route), new Trial.Backend("", "Service", "shop", "checkout", 80)),
                List.of(route),
                seed);
    }

    private static Trial.Body body(String reference, String apiVersion, String yaml) {
        Manifest manifest = new YamlReader()
                .manifests(yaml.getBytes(StandardCharsets.UTF_8))
                .orThrow()
                .getFirst()
                .manifest();
        return new Trial.Body(reference, apiVersion, "uid", manifest.tree());
    }
}
