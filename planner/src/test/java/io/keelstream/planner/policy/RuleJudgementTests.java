package io.keelstream.planner.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.plan.Assessment;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.RuleLevel;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.policy.cel.CelRule;
import io.keelstream.kubernetes.policy.installation.CostLimit;
import io.keelstream.kubernetes.policy.installation.InstallationRules;
import io.keelstream.kubernetes.policy.installation.OwnRule;
import io.keelstream.kubernetes.policy.installation.Scope;
import io.keelstream.planner.gate.Objection;
import io.keelstream.planner.sample.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What rules have against a change, by their levels. */
class RuleJudgementTests {

    private static final ObjectReference WEB = ObjectReference.parse("Deployment.apps/shop/web");
    private static final OwnRule OWN = new OwnRule(
            CelRule.compile("two-replicas", List.of("Deployment.apps"), "object.spec.replicas >= 2", "only one", ""),
            RuleLevel.DENY);

    private static InstallationRules rules(RuleLevel imageTag, RuleLevel cost, OwnRule... own) {
        return InstallationRules.of(
                Map.of(
                        "image-tag",
                        imageTag,
                        "cost",
                        cost,
                        "resource-requests",
                        RuleLevel.OFF,
                        "revision-history",
                        RuleLevel.OFF),
                List.of("image-tag"),
                Scope.NEW,
                List.of(own),
                CostLimit.DEFAULT);
    }

    private static String web(String image, int replicas, String cpu) {
        return """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: %d
              template:
                spec: {containers: [{name: app, image: "%s", resources: {requests: {cpu: %s, memory: 64Mi}}}]}
            """.formatted(replicas, image, cpu);
    }

    private static Desired bundle(Gating gating, String... objects) {
        return Samples.bundle("shop", TargetPolicy.DEFAULT.withGating(gating), objects);
    }

    private static Desired bundle(String... objects) {
        return bundle(Gating.DEFAULT, objects);
    }

    private static RuleFindings judged(
            InstallationRules rules, Desired desired, @Nullable Desired applied, ObjectReference... changed) {
        RuleJudgement judgement = new RuleJudgement(rules, Duration.ofMinutes(1));
        Assessment assessment = judgement.assessment(desired, applied == null ? null : judgement.demand(applied));
        return judgement.of(new Change(desired, Set.of(changed)), applied, assessment);
    }

    @Test
    void brokenRuleWarnsWaitsOrBlocksByItsLevel() {
        // Given
        Desired desired = bundle(web("web:latest", 1, "1"));

        // When
        RuleFindings warned = judged(rules(RuleLevel.WARN, RuleLevel.OFF), desired, null, WEB);
        RuleFindings waits = judged(rules(RuleLevel.APPROVE, RuleLevel.OFF), desired, null, WEB);
        RuleFindings denied = judged(rules(RuleLevel.DENY, RuleLevel.OFF), desired, null, WEB);
        RuleFindings off = judged(rules(RuleLevel.OFF, RuleLevel.OFF), desired, null, WEB);

        // Then
        assertThat(warned.objections()).isEmpty();
        assertThat(warned.consented()).isEmpty();
        assertThat(warned.warnings())
                .containsExactly(new Problem(
                        "RuleBroken",
                        "rule image-tag (warn): image web:latest of container app has the tag latest; name a version or"
                                + " a digest",
                        "Deployment.apps/shop/web"));
        assertThat(Objection.state(waits.objections())).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(waits.consented())
                .containsExactly(
                        "image-tag Deployment.apps/shop/web image web:latest of container app has the tag latest");
        assertThat(Objection.state(denied.objections())).isEqualTo(State.BLOCKED);
        assertThat(denied.objections().getFirst().problem().message())
                .isEqualTo(
                        "name a version or a digest; rule image-tag (deny): image web:latest of container app has the"
                                + " tag latest");
        assertThat(off.warnings()).isEmpty();
        assertThat(off.objections()).isEmpty();
    }

    @Test
    void whatAlwaysBrokeARuleDoesNotStandInTheWayOfAnotherChange() {
        // Given
        Desired applied = bundle(web("web:latest", 1, "1"));
        InstallationRules rules = rules(RuleLevel.DENY, RuleLevel.OFF);

        // Then
        RuleFindings standing = judged(rules, bundle(web("web:latest", 2, "1")), applied, WEB);
        assertThat(standing.objections()).isEmpty();
        assertThat(standing.warnings())
                .singleElement()
                .satisfies(each -> assertThat(each.message())
                        .isEqualTo("rule image-tag (deny): image web:latest of container app has the tag latest, as"
                                + " before; name a version or a digest"));
        assertThat(judged(rules, bundle(web("other:latest", 2, "1")), applied, WEB)
                        .objections())
                .hasSize(1);
        assertThat(judged(rules, applied, null).objections())
                .as("an object that does not change")
                .isEmpty();
    }

    @Test
    void scopeAllAsksAboutEveryObjectOfTheTarget() {
        // Given
        InstallationRules all = InstallationRules.of(
                Map.of("image-tag", RuleLevel.DENY), List.of(), Scope.ALL, List.of(), CostLimit.DEFAULT);
        Desired applied = bundle(web("web:latest", 1, "1"));

        // Then
        assertThat(judged(all, applied, applied, ObjectReference.parse("ConfigMap/shop/other"))
                        .objections())
                .hasSize(1);
    }

    @Test
    void hooksAreAskedAboutToo() {
        // Given
        Desired desired = Samples.withHooks(bundle(), """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: migrate}
            spec: {template: {spec: {hostNetwork: true, containers: []}}}
            """);

        // Then
        assertThat(judged(InstallationRules.DEFAULT, desired, null, ObjectReference.parse("Job.batch/shop/migrate"))
                        .warnings())
                .singleElement()
                .satisfies(each -> assertThat(each.message()).contains("rule host-access (warn): hostNetwork is true"));
    }

    @Test
    void ruleThatCannotBeEvaluatedFollowsItsLevel() {
        // Given
        OwnRule failing = new OwnRule(
                CelRule.compile("own", List.of("*"), "object.spec.missing == 1", "", ""), RuleLevel.APPROVE);

        // Then
        assertThat(judged(rules(RuleLevel.OFF, RuleLevel.OFF, failing), bundle(web("a:1", 1, "1")), null, WEB)
                        .objections())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.approvable()).isTrue();
                    assertThat(each.because()).contains("rule own (approve): counts as broken");
                });
    }

    @Test
    void ownRuleSeesWhatWasApplied() {
        // Given
        OwnRule shrinking = new OwnRule(
                CelRule.compile(
                        "no-shrinking",
                        List.of("Deployment.apps"),
                        "oldObject == null || object.spec.replicas >= oldObject.spec.replicas",
                        "",
                        ""),
                RuleLevel.DENY);
        InstallationRules rules = rules(RuleLevel.OFF, RuleLevel.OFF, shrinking);
        Desired three = bundle(web("a:1", 3, "1"));
        Desired two = bundle(web("a:1", 2, "1"));

        // Then
        assertThat(new RuleJudgement(rules, Duration.ofMinutes(1)).compares(new Change(two, Set.of(WEB))))
                .isTrue();
        assertThat(judged(rules, two, three, WEB).objections()).hasSize(1);
        assertThat(judged(rules, three, two, WEB).objections()).isEmpty();
        assertThat(judged(rules, two, null, WEB).objections()).isEmpty();
    }

    @Test
    void applicationMayNotWeakenALockedRuleAndIsTold() {
        // When
        RuleFindings findings = judged(
                rules(RuleLevel.DENY, RuleLevel.OFF),
                bundle(Gating.DEFAULT.withRules(Map.of("image-tag", RuleLevel.WARN)), web("web", 1, "1")),
                null,
                WEB);

        // Then
        assertThat(Objection.state(findings.objections())).isEqualTo(State.BLOCKED);
        assertThat(findings.warnings()).extracting(Problem::reason).containsExactly("RuleLocked");
    }

    @Test
    void nameWithoutARuleCountsAsBroken() {
        // Given
        Desired denying = bundle(Gating.DEFAULT.withRules(Map.of("image-tags", RuleLevel.DENY)), web("a:1", 1, "1"));
        Desired off = bundle(Gating.DEFAULT.withRules(Map.of("image-tags", RuleLevel.OFF)), web("a:1", 1, "1"));
        InstallationRules rules = rules(RuleLevel.OFF, RuleLevel.OFF);

        // Then
        assertThat(judged(rules, denying, null, WEB).objections())
                .singleElement()
                .satisfies(each -> assertThat(each.problem().message())
                        .isEqualTo("remove it from policy.rules in keelstream.yaml, or name one of cost, host-access,"
                                + " image-tag, probes, resource-requests, revision-history; the installation has no rule"
                                + " image-tags"));
        assertThat(judged(rules, off, null, WEB).objections()).isEmpty();
        assertThat(judged(rules, off, null, WEB).warnings())
                .extracting(Problem::reason)
                .containsExactly("RuleUnknown");
    }

    @Test
    void twentyObjectsOfARuleAreNamed() {
        // Given
        Desired many = bundle(IntStream.range(0, 25)
                .mapToObj(i -> web("web", 1, "1").replace("name: web}", "name: web-" + i + "}"))
                .toArray(String[]::new));
        ObjectReference[] changed = many.objects().stream()
                .map(each -> ObjectReference.parse(each.reference()))
                .toArray(ObjectReference[]::new);

        // When
        RuleFindings findings = judged(rules(RuleLevel.APPROVE, RuleLevel.OFF), many, null, changed);

        // Then
        assertThat(findings.objections()).hasSize(21);
        assertThat(findings.objections().getLast().because())
                .isEqualTo("rule image-tag (approve): 5 more objects break it");
        assertThat(findings.consented()).as("all are part of what is approved").hasSize(25);
    }

    @Test
    void changeThatRequestsMuchMoreBreaksTheRuleOfCost() {
        // Given
        Desired applied = bundle(web("a:1", 10, "100m"));

        // Then
        assertThat(judged(rules(RuleLevel.OFF, RuleLevel.WARN), bundle(web("a:1", 11, "100m")), applied, WEB)
                        .warnings())
                .isEmpty();
        assertThat(judged(rules(RuleLevel.OFF, RuleLevel.WARN), bundle(web("a:1", 12, "100m")), applied, WEB)
                        .warnings())
                .singleElement()
                .isEqualTo(new Problem(
                        "CostIncrease",
                        "rule cost (warn): the target requests 20 % more, and 10 % is the limit: cpu 1 -> 1.2 cores"
                                + " (+20 %), memory 640 MiB -> 768 MiB (+20 %); request less, or raise"
                                + " policy.cost.maxIncreasePercent in keelstream.yaml",
                        null));
        RuleFindings waits =
                judged(rules(RuleLevel.OFF, RuleLevel.APPROVE), bundle(web("a:1", 12, "100m")), applied, WEB);
        assertThat(Objection.state(waits.objections())).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(waits.consented()).hasSize(1);
    }

    @Test
    void applicationRaisesTheLimitOfCost() {
        Gating raised = new Gating(Gating.Sync.AUTO, Gating.Approval.DEFAULT, List.of(), Map.of(), 50);
        assertThat(judged(
                                rules(RuleLevel.OFF, RuleLevel.WARN),
                                bundle(raised, web("a:1", 12, "100m")),
                                bundle(web("a:1", 10, "100m")),
                                WEB)
                        .warnings())
                .isEmpty();
    }

    @Test
    void firstReleaseHasNoIncreaseAndSaysWhatItRequests() {
        // When
        RuleFindings first = judged(rules(RuleLevel.OFF, RuleLevel.DENY), bundle(web("a:1", 10, "100m")), null, WEB);

        // Then
        assertThat(first.objections()).isEmpty();
        Assessment assessment = Objects.requireNonNull(first.assessment());
        assertThat(assessment.before()).isNull();
        assertThat(assessment.after().least().cpuMillis()).isEqualTo(1000);
    }

    @Test
    void objectionsAreSortedByRule() {
        assertThat(judged(rules(RuleLevel.DENY, RuleLevel.OFF, OWN), bundle(web("web", 1, "1")), null, WEB)
                        .objections())
                .extracting(each -> each.because().split(" ", -1)[1])
                .isEqualTo(List.of("image-tag", "two-replicas"));
    }

    @Test
    void whatDoesNotDependOnThePastIsSaidWithoutIt() {
        assertThat(compares(RuleLevel.DENY, "web")).isTrue();
        assertThat(compares(RuleLevel.WARN, "web")).as("what only warns").isFalse();
        assertThat(compares(RuleLevel.DENY, "web:1")).as("what is not broken").isFalse();
    }

    private static boolean compares(RuleLevel level, String image) {
        return new RuleJudgement(rules(level, RuleLevel.OFF), Duration.ofMinutes(1))
                .compares(new Change(bundle(web(image, 1, "1")), Set.of(WEB)));
    }
}
