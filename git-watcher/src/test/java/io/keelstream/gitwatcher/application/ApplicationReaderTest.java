package io.keelstream.gitwatcher.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.RuleLevel;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.OnFailure;
import io.keelstream.contracts.window.Window;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApplicationReaderTest {

    @Test
    void fullFileIsRead() {
        Application application = application("""
            apiVersion: keelstream.io/v1
            kind: Application
            metadata:
              name: checkout
              labels: {team: payments, events.keelstream.io/ci-run: "8412"}
            spec:
              targets:
                - name: staging
                  namespace: checkout-staging
                  path: overlays/staging
                  renderer: template
                  parameters: {IMAGE_TAG: 1.10, REPLICAS: 2, QUOTED: "2"}
                - name: production
                  cluster: prod-eu
                  policy: {prune: {maxObjects: 3}, drift: report}
              policy:
                sync: auto
                prune: {mode: confirm, maxPercent: 50}
                onRemoval: prune
                timeout: 1h30m
                createNamespace: false
                dependsOn: []
                ingress: {requireAddress: true}
              release: {strategy: rolling}
            """);

        Target staging = application.targets().get(0);
        Target production = application.targets().get(1);
        assertThat(staging.path()).isEqualTo("apps/checkout/overlays/staging");
        assertThat(staging.parameters().get("IMAGE_TAG").text()).isEqualTo("1.10");
        assertThat(staging.parameters().get("REPLICAS").value()).isEqualTo(2L);
        assertThat(staging.parameters().get("QUOTED").value()).isEqualTo("2");
        assertThat(staging.policy().health().timeoutMillis()).isEqualTo(5_400_000);
        assertThat(staging.policy().prune()).isEqualTo(new TargetPolicy.Prune(TargetPolicy.Prune.Mode.CONFIRM, 10, 50));
        assertThat(production.namespace()).isEqualTo("checkout");
        assertThat(production.policy().prune())
                .isEqualTo(new TargetPolicy.Prune(TargetPolicy.Prune.Mode.CONFIRM, 3, 50));
        assertThat(production.policy().drift()).isEqualTo(TargetPolicy.Drift.REPORT);
        assertThat(production.policy().health().ingressRequireAddress()).isTrue();
    }

    @Test
    void mistakesAreReportedWithLineAndColumn() {
        assertThat(problems("""
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: Checkout_1}
            spec:
              targets:
                - nmae: x
                - {name: a, path: ../../etc}
                - {name: a, renderer: kustomise}
              policy: {timeout: soon, prune: {maxPercent: 200}}
              policy: {}
            """))
                .contains(
                        "f.yaml:6:7 UnknownField unknown field 'spec.targets[0].nmae'; did you mean 'name'?",
                        "f.yaml:6:7 MissingField 'spec.targets[0].name' is missing",
                        "f.yaml:7:23 InvalidValue 'spec.targets[1].path' must be a folder inside the application's own"
                                + " folder",
                        "f.yaml:10:3 DuplicateKey duplicate key 'spec.policy'; remove one")
                .anyMatch(each -> each.contains("two targets are named 'a'"))
                .anyMatch(
                        each -> each.contains("'kustomise' but must be one of: auto, yaml, kustomize, helm, template"))
                .anyMatch(each -> each.contains("'metadata.name' must be a DNS label"));
    }

    @Test
    void whatFollowsAFailureIsReadAndInherited() {
        Application application = application("""
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: a}
            spec:
              targets: [{name: a}, {name: b, policy: {onFailure: hold}}]
              policy: {onFailure: rollback}
            """);

        assertThat(application.targets())
                .extracting(target -> target.policy().onFailure())
                .containsExactly(OnFailure.ROLLBACK, OnFailure.HOLD);
        assertThat(problems("""
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: a}
            spec: {targets: [{name: a}], policy: {onFailure: rolback}}
            """))
                .singleElement()
                .asString()
                .contains("onFailure")
                .contains("retry, hold, rollback");
    }

    @Test
    void dependenciesAreThoseOfTheSameTargetUnlessTheyNameAnother() {
        ApplicationFile file = ApplicationReader.read("f.yaml", """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: a}
            spec:
              policy: {dependsOn: [{application: db}, {application: queue, target: shared}, {application: x, target: same}]}
              targets:
                - name: staging
                - {name: production, policy: {dependsOn: [{application: db, target: primary}]}}
                - {name: local, policy: {dependsOn: []}}
            """.getBytes(StandardCharsets.UTF_8));
        assertThat(((ApplicationFile.One) file).application().targets())
                .extracting(target -> target.policy().gating().dependsOn())
                .containsExactly(List.of("staging/db", "shared/queue", "staging/x"), List.of("primary/db"), List.of());
    }

    @Test
    void dependenciesThatCannotBeReadAreRejected() {
        assertThat(problems("""
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: a}
            spec:
              targets: [{name: a}]
              policy: {dependsOn: [{target: a}, {application: Db}, {application: db}, {application: db}, {name: db}]}
            """))
                .satisfiesExactlyInAnyOrder(
                        each -> assertThat(each).contains("'spec.policy.dependsOn[0].application' is missing"),
                        each -> assertThat(each).contains("must be a DNS label"),
                        each -> assertThat(each).contains("must name 'db' once for each target"),
                        each -> assertThat(each).contains("application' is missing"),
                        each -> assertThat(each).contains("UnknownField"));
    }

    @Test
    void approvalIsReadAndInherited() {
        ApplicationFile file = ApplicationReader.read("f.yaml", """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: a}
            spec:
              targets: [{name: a, policy: {sync: manual, approval: {required: 3, author: false}}}, {name: b}]
              policy: {approval: {expires: 2h, required: 2, author: true}}
            """.getBytes(StandardCharsets.UTF_8));

        assertThat(((ApplicationFile.One) file).application().targets())
                .extracting(each -> each.policy().gating())
                .containsExactly(
                        new Gating(Gating.Sync.MANUAL, new Gating.Approval(3, 7_200_000, false), List.of()),
                        new Gating(Gating.Sync.AUTO, new Gating.Approval(2, 7_200_000, true), List.of()));
    }

    @Test
    void approvalThatCannotBeMeantIsRejected() {
        assertThat(problems("""
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: a}
            spec:
              targets: [{name: a, policy: {sync: sometimes}}]
              policy: {approval: {expires: 0s, requried: 1, required: 11}}
            """))
                .hasSize(4)
                .anyMatch(each -> each.contains("must be a whole number from 1 to 10"))
                .anyMatch(each -> each.contains("'sometimes' but must be one of: auto, manual"))
                .anyMatch(each -> each.contains("must be more than 0s and at most 720h"))
                .anyMatch(each -> each.contains("requried") && each.contains("required"));
    }

    @Test
    void levelsOfRulesAreReadAndInheritedOneByOne() {
        ApplicationFile file = ApplicationReader.read("f.yaml", """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: a}
            spec:
              targets: [{name: a, policy: {rules: {probes: off, own-rule: approve}, cost: {maxIncreasePercent: 0}}}, {name: b}]
              policy: {rules: {probes: deny, image-tag: warn}}
            """.getBytes(StandardCharsets.UTF_8));

        assertThat(((ApplicationFile.One) file).application().targets())
                .extracting(each -> each.policy().gating())
                .containsExactly(
                        new Gating(
                                Gating.Sync.AUTO,
                                Gating.Approval.DEFAULT,
                                List.of(),
                                Map.of(
                                        "probes", RuleLevel.OFF,
                                        "image-tag", RuleLevel.WARN,
                                        "own-rule", RuleLevel.APPROVE),
                                0),
                        Gating.DEFAULT.withRules(Map.of("probes", RuleLevel.DENY, "image-tag", RuleLevel.WARN)));
    }

    @Test
    void rulesThatCannotBeMeantAreRejected() {
        assertThat(problems("""
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: a}
            spec:
              targets: [{name: a}]
              policy: {rules: {probes: never, Image Tag: warn}, cost: {maxIncreasePercent: -1}}
            """))
                .hasSize(3)
                .anyMatch(each -> each.contains("'never' but must be one of: off, warn, approve, deny"))
                .anyMatch(each -> each.contains("must be the name of a rule, e.g. image-tag"))
                .anyMatch(each -> each.contains("must be a whole number from 0 to 1000000"));
    }

    @Test
    void windowsAreReadAndInheritedAsAWhole() {
        ApplicationFile file = ApplicationReader.read("f.yaml", """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: a}
            spec:
              targets: [{name: a}, {name: b, policy: {windows: []}}]
              policy:
                windows:
                - {allow: Mon-Fri 09:00-16:00, timezone: Europe/Berlin}
                - {deny: Fri}
            """.getBytes(StandardCharsets.UTF_8));

        assertThat(((ApplicationFile.One) file).application().targets())
                .extracting(each -> each.policy().gating().windows())
                .containsExactly(
                        List.of(
                                new Window(Window.Effect.ALLOW, "Mon-Fri 09:00-16:00", "Europe/Berlin"),
                                new Window(Window.Effect.DENY, "Fri", "UTC")),
                        List.of());
    }

    @Test
    void pauseAndPinAreReadAndInheritedBesideWindows() {
        ApplicationFile file = ApplicationReader.read("f.yaml", """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: a}
            spec:
              policy:
                pause: 2027-01-02
                pin: 0123456e89ab
              targets:
              - {name: a, policy: {windows: [{deny: Fri}]}}
              - {name: b, policy: {pause: 2027-01-02T06:00:00+01:00, pin: '7654321'}}
            """.getBytes(StandardCharsets.UTF_8));

        assertThat(((ApplicationFile.One) file).application().targets())
                .extracting(each -> each.policy().gating())
                .extracting(Gating::windows, Gating::pin)
                .containsExactly(
                        tuple(
                                List.of(
                                        new Window(Window.Effect.DENY, "Fri", "UTC"),
                                        Window.pause(Instant.parse("2027-01-02T00:00:00Z"))),
                                "0123456e89ab"),
                        tuple(List.of(Window.pause(Instant.parse("2027-01-02T05:00:00Z"))), "7654321"));
    }

    @Test
    void pauseAndPinThatCannotBeMeantAreRejected() {
        assertThat(problems("""
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: a}
            spec:
              targets:
              - {name: a, policy: {pause: tomorrow}}
              - {name: b, policy: {pause: 2027-02-30}}
              - {name: c, policy: {pin: HEAD}}
              - {name: d, policy: {pin: '123456'}}
            """))
                .hasSize(4)
                .anyMatch(each -> each.contains("pause' must be the day or the time of its end, e.g. 2027-01-02 or"))
                .anyMatch(each -> each.contains("pin' must be a commit, or its first seven digits or more"));
    }

    @Test
    void windowsThatCannotBeMeantAreRejected() {
        assertThat(problems("""
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: a}
            spec:
              targets:
              - {name: a, policy: {windows: [{allow: Monday 9-16}]}}
              - {name: b, policy: {windows: [{allow: Mon, timezone: Berlin}]}}
              - {name: c, policy: {windows: [{allow: Mon, deny: Tue}]}}
              - {name: d, policy: {windows: [{allow: Mon}, {deny: Mon}]}}
            """))
                .hasSize(4)
                .anyMatch(each -> each.contains("allow' must be days and times, e.g. 'Mon-Fri 09:00-16:00'"))
                .anyMatch(each -> each.contains("timezone' must be the name of a time zone, e.g. Europe/Berlin"))
                .anyMatch(each -> each.contains("or 'deny' must be there, and one of them alone"))
                .anyMatch(each -> each.contains("windows' must open at some time of the week"));
    }

    @Test
    void bombsAndBrokenFilesAreProblemsAndNeverExceptions() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(problems(bomb.toString())).singleElement().asString().contains("YamlSyntax");
        assertThat(problems("[".repeat(500))).singleElement().asString().contains("YamlSyntax");
        assertThat(problems("")).singleElement().asString().contains("is empty");
        assertThat(problems("a: 1\n---\nb: 2\n")).singleElement().asString().contains("holds more than one document");
        assertThat(problems("just text")).isNotEmpty();
        assertThat(problems("a: &a {b: *a}")).isNotEmpty();
        assertThat(ApplicationReader.read("f.yaml", new byte[] {(byte) 0xff, 0}))
                .isInstanceOf(ApplicationFile.Unusable.class);
    }

    @Test
    void applicationThatContainsItselfInItsParametersIsAProblem() {
        assertThat(problems("""
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: a}
            spec:
              targets: [{name: a, parameters: &p {x: *p}}]
            """)).isNotEmpty();
    }

    @Test
    void namesSurviveInAnUnusableFile() {
        ApplicationFile file = read("""
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: shop}
            spec: {targets: [{name: production}], oops: 1}
            """);

        assertThat(file).isInstanceOfSatisfying(ApplicationFile.Unusable.class, unusable -> {
            assertThat(unusable.name()).isEqualTo("shop");
            assertThat(unusable.targets()).containsExactly("production");
        });
    }

    private static Application application(String text) {
        return switch (read(text)) {
            case ApplicationFile.One(Application application) -> application;
            case ApplicationFile other -> throw new AssertionError(other);
        };
    }

    private static List<String> problems(String text) {
        return switch (ApplicationReader.read("f.yaml", text.getBytes(StandardCharsets.UTF_8))) {
            case ApplicationFile.Unusable unusable ->
                unusable.problems().stream().map(ApplicationReaderTest::line).toList();
            case ApplicationFile other -> throw new AssertionError(other);
        };
    }

    private static String line(Problem problem) {
        return problem.where() + " " + problem.reason() + " " + problem.message();
    }

    private static ApplicationFile read(String text) {
        return ApplicationReader.read("apps/checkout/keelstream.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}
