package io.keelstream.gitwatcher.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.Advance;
import io.keelstream.contracts.canary.CanaryRules.Baseline;
import io.keelstream.contracts.canary.CanaryRules.Conduct;
import io.keelstream.contracts.canary.CanaryRules.Match;
import io.keelstream.contracts.canary.CanaryRules.Mode;
import io.keelstream.contracts.canary.CanaryRules.OnBlind;
import io.keelstream.contracts.canary.CanaryRules.OnBlind.Response;
import io.keelstream.contracts.canary.CanaryRules.OnInconclusive;
import io.keelstream.contracts.canary.CanaryRules.OnNewRevision;
import io.keelstream.contracts.canary.CanaryRules.Router;
import io.keelstream.contracts.canary.CanaryRules.Step;
import io.keelstream.contracts.canary.CanaryRules.Traffic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryReaderTests {

    private static final String HEAD = """
        apiVersion: keelstream.io/v1
        kind: Application
        metadata: {name: checkout}
        spec:
        """;

    @Test
    void everyFieldIsRead() {
        // When
        CanaryRules rules = canary("""
              targets: [{name: production}]
              release: {strategy: canary}
              canary:
                workload: checkout
                follow: [worker]
                baseline: stable
                replicas: 2
                traffic: {router: gateway-api, route: [checkout, checkout-internal], service: web, drain: 10s}
                steps: [{weight: 10, soak: 1m, replicas: 4}, {approval: 1}, {weight: 40}]
                advance: pass
                analysis: {falseAlarm: 0.01, metrics: [{name: errors, kind: ratio}]}
                onInconclusive: rollback
                onBlind: {after: 5m, do: hold}
                maxDuration: 2h
                mode: observe
                bake: 30m
                onNewRevision: restart
                onWindowClose: retreat
            """, 0);

        // Then
        assertThat(rules)
                .usingRecursiveComparison()
                .isEqualTo(new CanaryRules(
                                new CanaryRules.Workloads("checkout", null),
                                Baseline.STABLE,
                                2,
                                new Traffic(
                                        Router.GATEWAY_API, List.of("checkout", "checkout-internal"), "web", 10_000),
                                List.of(new Step(10, 60_000, 1, 4), new Step(40, 300_000)),
                                new Conduct(
                                        Advance.PASS,
                                        OnInconclusive.ROLLBACK,
                                        new OnBlind(300_000, Response.HOLD),
                                        7_200_000,
                                        Mode.OBSERVE,
                                        1_800_000L,
                                        new CanaryRules.Turn(
                                                null, OnNewRevision.RESTART, CanaryRules.OnWindowClose.RETREAT)),
                                Map.of(
                                        "falseAlarm",
                                        0.01,
                                        "metrics",
                                        List.of(Map.of("name", "errors", "kind", "ratio"))))
                        .followedBy(List.of("worker")));
    }

    @ParameterizedTest
    @CsvSource({"gateway-api, GATEWAY_API", "istio, ISTIO", "replicas, REPLICAS"})
    void everyRouterIsKnownByItsName(String written, Router router) {
        assertThat(canary("""
              targets: [{name: production}]
              release: {strategy: canary}
              canary: {traffic: {router: %s}}
            """.formatted(written), 0).traffic().router()).isEqualTo(router);
    }

    @Test
    void strategyAloneHasEveryDefault() {
        assertThat(canary("""
              targets: [{name: production}]
              release: {strategy: canary}
            """, 0)).isEqualTo(CanaryRules.DEFAULT);
    }

    @Test
    void targetOverridesSingleFieldsAndMayStayRolling() {
        // Given
        String text = """
              targets:
                - {name: staging, release: {strategy: rolling}}
                - name: production
                  canary: {traffic: {drain: 1m}, steps: [{weight: 1, soak: 1m}], analysis: {warmup: 10s}}
              release: {strategy: canary}
              canary: {workload: web, traffic: {service: web}, analysis: {source: eu, warmup: 60s}}
            """;

        // When
        CanaryRules production = canary(text, 1);

        // Then
        assertThat(application(text).targets().getFirst().policy().canary()).isNull();
        assertThat(production.workload()).isEqualTo("web");
        assertThat(production.traffic()).isEqualTo(new Traffic(Router.GATEWAY_API, List.of(), "web", 60_000));
        assertThat(production.steps()).containsExactly(new Step(1, 60_000));
        assertThat(production.analysis()).isEqualTo(Map.of("source", "eu", "warmup", "10s"));
    }

    @Test
    void oneTargetMayUseTheBlockOfAnApplicationThatIsRolling() {
        // Given
        String text = """
              targets: [{name: staging}, {name: production, release: {strategy: canary}}]
              canary: {replicas: 3}
            """;

        // Then
        assertThat(application(text).targets().getFirst().policy().canary()).isNull();
        assertThat(canary(text, 1).replicas()).isEqualTo(3);
    }

    @Test
    void targetsOfAFleetHaveIt() {
        // When
        ApplicationFile file = ApplicationReader.read("f.yaml", """
            apiVersion: keelstream.io/v1
            kind: Fleet
            metadata: {name: teams}
            spec:
              directories: apps/*
              targets: [{name: production}]
              template: {spec: {release: {strategy: canary}, canary: {replicas: 4}}}
            """.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(file)
                .isInstanceOfSatisfying(
                        ApplicationFile.Many.class,
                        many -> assertThat(many.fleet()
                                        .targets()
                                        .getFirst()
                                        .target()
                                        .policy()
                                        .canary())
                                .satisfies(rules -> assertThat(rules.replicas()).isEqualTo(4)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            traffic: {router: linkerd}      | f.yaml:7:30 NotSupportedYet not supported: 'spec.canary.traffic.router: linkerd'; use 'gateway-api' with an HTTPRoute, or 'replicas'; Linkerd reads HTTPRoutes
            traffic: {router: ingress-nginx}| f.yaml:7:30 NotSupportedYet not supported: 'spec.canary.traffic.router: ingress-nginx'; its project was archived in March 2026; route the Service with an HTTPRoute and use 'gateway-api'
            traffic: {router: mirror}       | f.yaml:7:30 NotSupportedYet not supported: 'spec.canary.traffic.router: mirror'; use 'gateway-api' or 'replicas' with steps; a first step may have a weight of 1
            traffic: {router: blue/green}   | f.yaml:7:30 NotSupportedYet not supported: 'spec.canary.traffic.router: blue/green'; use 'gateway-api' or 'replicas' with steps: [{weight: 50, soak: 10m}]
            traffic: {router: haproxy}      | f.yaml:7:30 InvalidValue 'spec.canary.traffic.router' is 'haproxy' but must be one of: gateway-api, istio, replicas
            traffic: {match: [{header: x}]} | f.yaml:7:30 MissingField 'spec.canary.traffic.match[0].value' is missing
            traffic: {match: [{value: x}]}  | f.yaml:7:30 MissingField 'spec.canary.traffic.match[0].header' is missing
            traffic: {match: [{header: "x y", value: a}]} | f.yaml:7:39 InvalidValue 'spec.canary.traffic.match[0].header' must be the name of a header, e.g. x-canary
            traffic: {match: [{header: x, value: ""}]} | f.yaml:7:49 InvalidValue 'spec.canary.traffic.match[0].value' must be 1 to 1024 printable characters
            traffic: {match: [{header: x, value: a, regex: a}]} | f.yaml:7:59 InvalidValue 'spec.canary.traffic.match[0].regex' must not stand beside 'value'; remove one of them
            traffic: {match: [{header: x, regex: "(a"}]} | f.yaml:7:49 InvalidValue 'spec.canary.traffic.match[0].regex' is no regular expression: Unclosed group
            traffic: {match: [{cookie: x, regex: a}]} | f.yaml:7:39 InvalidValue 'spec.canary.traffic.match[0].cookie' is matched by 'value' alone; remove the other fields
            traffic: {match: [{cookie: x, value: "a;b"}]} | f.yaml:7:49 InvalidValue 'spec.canary.traffic.match[0].value' must be the value of a cookie: no blanks, quotes, commas, semicolons or backslashes
            traffic: {match: [x]} | f.yaml:7:30 InvalidValue 'spec.canary.traffic.match[0]' must be a mapping
            traffic: {router: replicas, match: [{header: x, value: a}]} | f.yaml:7:47 InvalidValue 'spec.canary.traffic.match' is for a router with routes, and the router is 'replicas'; remove it
            steps: [{weight: 0}, {weight: 5}] | f.yaml:7:19 InvalidValue 'spec.canary.steps' begins with weight 0, and nothing else sends requests to the canary; add 'traffic.match', or begin with at least 1
            traffic: {drain: 2h}            | f.yaml:7:29 InvalidValue 'spec.canary.traffic.drain' must be at most 1h
            traffic: {router: replicas, route: a} | f.yaml:7:47 InvalidValue 'spec.canary.traffic.route' is for a router with routes, and the router is 'replicas'; remove it
            traffic: {service: Web}         | f.yaml:7:31 InvalidValue 'spec.canary.traffic.service' is 'Web' but must be the name of an object: a-z, 0-9, '-' and '.', a letter or digit at both ends
            steps: []                       | f.yaml:7:19 InvalidValue 'spec.canary.steps' has 0 steps but must have 1 to 20; leave it out for 5, 25 and 50 percent
            steps: [{weight: 5}, {weight: 5}] | f.yaml:7:42 InvalidValue 'spec.canary.steps[1].weight' is 5 after 5, but weights must rise from step to step; reorder or remove a step
            steps: [{soak: 5m}]             | f.yaml:7:20 MissingField 'spec.canary.steps[0].weight' is missing
            steps: [{weight: 100}]          | f.yaml:7:29 InvalidValue 'spec.canary.steps[0].weight' must be a whole number from 0 to 99
            steps: [{weight: 5, approval: 1}] | f.yaml:7:42 InvalidValue 'spec.canary.steps[0].approval' must be an item of its own: write '- {approval: 1}' after the step it is for, or before the first
            steps: [{weight: 5}, {approval: 11}] | f.yaml:7:44 InvalidValue 'spec.canary.steps[1].approval' must be a whole number from 1 to 10
            steps: [{approval: 1, replicas: 4}, {weight: 5}] | f.yaml:7:31 InvalidValue 'spec.canary.steps[0].approval' must be an item of its own: write '- {approval: 1}' after the step it is for, or before the first
            steps: [{weight: 5, replicas: 0}] | f.yaml:7:42 InvalidValue 'spec.canary.steps[0].replicas' must be a whole number from 1 to 1000
            traffic: {router: replicas}, steps: [{weight: 5, replicas: 4}] | f.yaml:7:48 InvalidValue 'spec.canary.steps' has a step with 'replicas', and the router is 'replicas', where the pods are the share; remove it from the step
            steps: [{weight: 5, soak: long}]  | f.yaml:7:38 InvalidValue 'spec.canary.steps[0].soak' is 'long' but must be a duration such as 90s, 5m or 1h30m
            steps: [{weight: 5, sokk: 5m}]    | f.yaml:7:32 UnknownField unknown field 'spec.canary.steps[0].sokk'; did you mean 'soak'?
            maxDuration: 30m                  | f.yaml:7:25 InvalidValue 'spec.canary.maxDuration' does not fit: the steps alone last 30m, and 'maxDuration' is 30m; shorten the soaks or raise 'maxDuration'
            follow: [Worker]                  | f.yaml:7:20 InvalidValue 'spec.canary.follow' is 'Worker' but must be the name of an object: a-z, 0-9, '-' and '.', a letter or digit at both ends
            follow: {name: worker}            | f.yaml:7:20 InvalidValue 'spec.canary.follow' must be a text or a list of texts
            workload: web, follow: [web]      | f.yaml:7:35 InvalidValue 'spec.canary.follow' names 'web', which is put on trial itself; remove it
            workload: [a, b]                  | f.yaml:7:22 InvalidValue 'spec.canary.workload' must be the name of one Deployment: a target has one canary at a time; name those that are to be promoted and rolled back with it in 'follow'
            onBlind: {after: 10s}             | f.yaml:7:29 InvalidValue 'spec.canary.onBlind.after' must be at least 1m
            selectorLabel: app                | f.yaml:7:27 NotSupportedYet not supported yet: 'spec.canary.selectorLabel'; remove it; the first of app.kubernetes.io/instance, app and app.kubernetes.io/name is used
            baseline: old                     | f.yaml:7:22 InvalidValue 'spec.canary.baseline' is 'old' but must be one of: fresh, stable
            advance: always                   | f.yaml:7:21 InvalidValue 'spec.canary.advance' is 'always' but must be one of: noHarm, pass
            replicas: 0                       | f.yaml:7:22 InvalidValue 'spec.canary.replicas' must be a whole number from 1 to 1000
            analysis: []                      | f.yaml:7:22 InvalidValue 'spec.canary.analysis' must be a mapping, as 'keelstream analyze' reads it
            wieght: 3                         | f.yaml:7:12 UnknownField unknown field 'spec.canary.wieght'; known under 'spec.canary': workload, follow, baseline, replicas, traffic, steps, advance, analysis, onInconclusive, onBlind, maxDuration, mode, bake, onNewRevision, onWindowClose, blueGreen, experiment, labels, mirror, selectorLabel
            """)
    void eachBadValueHasItsMessageItsPlaceAndARemedy(String block, String expected) {
        assertThat(block(block)).containsExactly(expected);
    }

    @Test
    void approvalBeforeTheFirstStepIsAskedForBeforeTheTrialBegins() {
        // Given
        String text = """
              targets:
                - {name: production}
                - {name: test, canary: {steps: [{weight: 5, soak: 1m}]}}
                - {name: eu, canary: {bake: 0s}}
              release: {strategy: canary}
              canary: {steps: [{approval: 2}, {weight: 10, soak: 1m}, {approval: 3}]}
            """;

        // Then
        assertThat(canary(text, 0).steps()).containsExactly(new Step(10, 60_000, 3, null));
        assertThat(canary(text, 0).conduct().startApprovals()).isEqualTo(2);
        assertThat(canary(text, 0).conduct().asksBeforeStart()).isTrue();
        assertThat(canary(text, 1).conduct().asksBeforeStart()).isFalse();
        assertThat(canary(text, 2).conduct().asksBeforeStart()).isTrue();
        assertThat(problems(
                        "  targets: [{name: a}]\n  release: {strategy: canary}\n  canary: {steps: [{approval: 1}]}\n"))
                .containsExactly(
                        "f.yaml:7:19 InvalidValue 'spec.canary.steps' has 0 steps but must have 1 to 20; leave it"
                                + " out for 5, 25 and 50 percent");
    }

    @Test
    void headersAreMatchedByTheirValueOrARegularExpression() {
        assertThat(matches("[{header: x-canary, value: always}, {header: User-Agent, regex: '.*Firefox.*'}]"))
                .containsExactly(new Match("x-canary", "always", false), new Match("User-Agent", ".*Firefox.*", true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            canary=always                  | true
            a=b; canary=always             | true
            canary=always; a=b             | true
            a=b;canary=always;c=d          | true
            canary=alwaysnot               | false
            notcanary=always               | false
            a=canary=always                | false
            canary=never; b=always         | false
            canaryXalways                  | false
            """)
    void cookieIsFoundAmongTheOthers(String header, boolean found) {
        Match match = matches("[{cookie: canary, value: always}]").getFirst();

        assertThat(match.header()).isEqualTo("Cookie");
        assertThat(match.regex()).isTrue();
        assertThat(header.matches(match.value())).isEqualTo(found);
        assertThat(Pattern.compile(match.value()).matcher(header).find()).isEqualTo(found);
    }

    @Test
    void charactersOfACookieThatMeanSomethingInARegularExpressionAreQuoted() {
        Match match = matches("[{cookie: a.b, value: 'x+(1|2)*'}]").getFirst();

        assertThat("a.b=x+(1|2)*").matches(match.value());
        assertThat("aXb=x+(1|2)*").doesNotMatch(match.value());
        assertThat("a.b=x1").doesNotMatch(match.value());
    }

    @Test
    void targetMayTakeTheMatchesOfItsApplicationAway() {
        String text = """
              targets:
                - {name: staging, canary: {traffic: {router: replicas, match: []}}}
                - {name: test, canary: {traffic: {drain: 1s}}}
              release: {strategy: canary}
              canary: {traffic: {match: [{header: x-canary, value: always}]}}
            """;

        assertThat(canary(text, 0).traffic().matches()).isEmpty();
        assertThat(canary(text, 1).traffic().matches()).containsExactly(new Match("x-canary", "always", false));
        assertThat(problems(text.replace(", match: []", "")))
                .containsExactly("f.yaml:6:50 InvalidValue 'spec.targets[0].canary.traffic.router' is 'replicas', which"
                        + " cannot tell requests apart, and 'match' is inherited; write 'match: []' beside it");
    }

    @Test
    void stepWithoutAWeightNeedsMatchesAndTheRunningPodsToCompareWith() {
        // Given
        String text = """
              targets: [{name: production}]
              release: {strategy: canary}
              canary:
                baseline: stable
                traffic: {match: [{header: x-canary, value: always}]}
                steps: [{weight: 0, soak: 1m}]
            """;

        // Then
        assertThat(canary(text, 0).steps()).containsExactly(new Step(0, 60_000));
        assertThat(problems(text.replace("stable", "fresh")))
                .containsExactly(
                        "f.yaml:10:12 InvalidValue 'spec.canary.steps' begins with weight 0, and a fresh baseline"
                                + " would get no requests either; set 'baseline: stable', or begin with at least 1");
    }

    private static List<Match> matches(String match) {
        return canary("""
              targets: [{name: production}]
              release: {strategy: canary}
              canary: {traffic: {match: %s}}
            """.formatted(match), 0).traffic().matches();
    }

    @Test
    void blockThatTheStrategyDoesNotUseIsAnError() {
        assertThat(problems("  targets: [{name: a}]\n  canary: {replicas: 3}\n"))
                .containsExactly("f.yaml:6:11"
                        + " InvalidValue 'spec.canary' has no effect, because the strategy is 'rolling'; set"
                        + " 'spec.release.strategy' to 'canary', or remove the block");
        assertThat(problems("""
              targets: [{name: a, release: {strategy: rolling}, canary: {}}]
              release: {strategy: canary}
            """))
                .containsExactly("f.yaml:5:61 InvalidValue 'spec.targets[0].canary' has no effect, because the strategy"
                        + " is 'rolling'; set 'spec.targets[0].release.strategy' to 'canary', or remove the block");
    }

    @Test
    void strategiesOfOtherToolsAreRefusedByName() {
        assertThat(problems("  targets: [{name: a}]\n  release: {strategy: blueGreen}\n"))
                .containsExactly("f.yaml:6:23 NotSupportedYet not supported: 'spec.release.strategy: blueGreen'; use"
                        + " strategy 'canary' with one step, e.g. steps: [{weight: 50, soak: 10m}]");
        assertThat(problems("  targets: [{name: a}]\n  release: {strategy: canary, canary: {replicas: 3}}\n"))
                .containsExactly("f.yaml:6:39 UnknownField unknown field 'spec.release.canary'; write 'canary' beside"
                        + " 'release', not inside it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alb", "apisix", "appmesh", "contour", "gloo", "kuma", "linkerd", "nginx", "skipper", "smi", "traefik"
            })
    void routersOfOtherToolsAreRefusedByName(String router) {
        assertThat(problems("  targets: [{name: a}]\n  release: {strategy: canary}\n  canary: {traffic: {router: "
                        + router + "}}\n"))
                .singleElement()
                .asString()
                .startsWith("f.yaml:7:30 NotSupportedYet not supported: 'spec.canary.traffic.router: " + router + "'; ")
                .contains("HTTPRoute");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sessionAffinity", "sticky"})
    void sessionAffinityIsRefusedByName(String field) {
        assertThat(problems("  targets: [{name: a}]\n  release: {strategy: canary}\n  canary: {traffic: {" + field
                        + ": {cookieName: arm}}}\n"))
                .singleElement()
                .asString()
                .contains(
                        "NotSupportedYet not supported yet: 'spec.canary.traffic." + field + "'; remove it;",
                        "'match' with a cookie");
    }

    @Test
    void severalRoutersAtOnceAreRefusedByName() {
        assertThat(block("traffic: {router: [gateway-api, istio]}"))
                .containsExactly("f.yaml:7:30 NotSupportedYet not supported: several routers in"
                        + " 'spec.canary.traffic.router'; name one, and in 'route' as many of its routes as send traffic"
                        + " to the Service");
    }

    @Test
    void pluginsAsStepsAreRefusedByName() {
        assertThat(block("steps: [{weight: 5}, {plugin: {name: org/step, disabled: true}}, {weight: 20}]"))
                .containsExactly(
                        "f.yaml:7:42 NotSupportedYet not supported yet: 'spec.canary.steps[1].plugin'; remove the"
                                + " item; run what it does as a Job with the annotation 'keelstream.io/hook: canary'"
                                + " before the first traffic, or 'canary-check' beside it");
    }

    @Test
    void experimentsAreRefusedByName() {
        assertThat(block("steps: [{experiment: {templates: []}}, {weight: 20}]"))
                .containsExactly(
                        "f.yaml:7:33 NotSupportedYet not supported yet: 'spec.canary.steps[0].experiment'; remove"
                                + " the item; the fresh baseline and the canary are compared in every step, and {approval: 1}"
                                + " waits for a person");
        assertThat(block("experiment: {duration: 1h}"))
                .singleElement()
                .asString()
                .startsWith("f.yaml:7:24 NotSupportedYet not supported yet: 'spec.canary.experiment'; remove it; ")
                .contains("{approval: 1}", "'abort' takes it back");
    }

    @Test
    void labelsOfOnesOwnAreRefusedByName() {
        assertThat(block("labels: {canary: {role: preview}}"))
                .containsExactly(
                        "f.yaml:7:20 NotSupportedYet not supported yet: 'spec.canary.labels'; remove it; the label"
                                + " keelstream.io/track says canary or baseline on the pods of the copies");
    }

    private static List<String> block(String block) {
        return problems("  targets: [{name: a}]\n  release: {strategy: canary}\n  canary: {" + block + "}\n");
    }

    private static CanaryRules canary(String spec, int target) {
        CanaryRules rules = application(spec).targets().get(target).policy().canary();
        assertThat(rules).isNotNull();
        return rules;
    }

    private static Application application(String spec) {
        return switch (read(spec)) {
            case ApplicationFile.One(Application application) -> application;
            case ApplicationFile other -> throw new AssertionError(other);
        };
    }

    private static List<String> problems(String spec) {
        return switch (read(spec)) {
            case ApplicationFile.Unusable unusable ->
                unusable.problems().stream()
                        .map(each -> each.where() + " " + each.reason() + " " + each.message())
                        .toList();
            case ApplicationFile other -> throw new AssertionError(other);
        };
    }

    private static ApplicationFile read(String spec) {
        return ApplicationReader.read("f.yaml", (HEAD + spec).getBytes(StandardCharsets.UTF_8));
    }
}
