package io.keelstream.kubernetes.policy.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.RuleLevel;
import io.keelstream.kubernetes.policy.cel.CelRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an installation and an application may say of rules. */
class InstallationRulesTests {

    private static final OwnRule OWN =
            new OwnRule(CelRule.compile("own", List.of("*"), "true", "", ""), RuleLevel.APPROVE);

    private static InstallationRules rules(Map<String, RuleLevel> levels, List<String> locked, OwnRule... own) {
        return InstallationRules.of(levels, locked, Scope.NEW, List.of(own), CostLimit.DEFAULT);
    }

    private static Gating asking(String rule, RuleLevel level) {
        return Gating.DEFAULT.withRules(Map.of(rule, level));
    }

    @Test
    void builtInRulesWarnUnlessTheInstallationSaysOtherwise() {
        // When
        AppliedRules applied =
                rules(Map.of("image-tag", RuleLevel.DENY), List.of(), OWN).with(Gating.DEFAULT);

        // Then
        assertThat(applied.levels())
                .containsOnly(
                        Map.entry("resource-requests", RuleLevel.WARN),
                        Map.entry("image-tag", RuleLevel.DENY),
                        Map.entry("probes", RuleLevel.WARN),
                        Map.entry("revision-history", RuleLevel.WARN),
                        Map.entry("host-access", RuleLevel.WARN),
                        Map.entry("cost", RuleLevel.WARN),
                        Map.entry("own", RuleLevel.APPROVE));
    }

    @Test
    void applicationSetsTheLevelOfARuleThatIsNotLocked() {
        assertThat(rules(Map.of("image-tag", RuleLevel.DENY), List.of())
                        .with(asking("image-tag", RuleLevel.OFF))
                        .of("image-tag"))
                .isEqualTo(RuleLevel.OFF);
    }

    @Test
    void applicationMayOnlyBeStricterWithALockedRule() {
        // Given
        InstallationRules locked = rules(Map.of("image-tag", RuleLevel.APPROVE), List.of("image-tag"), OWN);

        // Then
        AppliedRules weaker = locked.with(asking("image-tag", RuleLevel.WARN));
        assertThat(weaker.of("image-tag")).isEqualTo(RuleLevel.APPROVE);
        assertThat(weaker.kept()).containsOnly(Map.entry("image-tag", "approve"));
        AppliedRules stricter = locked.with(asking("image-tag", RuleLevel.DENY));
        assertThat(stricter.of("image-tag")).isEqualTo(RuleLevel.DENY);
        assertThat(stricter.kept()).isEmpty();
        assertThat(rules(Map.of(), List.of("*"), OWN)
                        .with(asking("own", RuleLevel.OFF))
                        .of("own"))
                .isEqualTo(RuleLevel.APPROVE);
    }

    @Test
    void limitOfCostOfALockedRuleMayOnlyBeLower() {
        InstallationRules locked = rules(Map.of(), List.of("cost"));
        assertThat(locked.with(limit(50)).cost().maxIncreasePercent()).isEqualTo(10);
        assertThat(locked.with(limit(50)).kept()).containsOnly(Map.entry("cost", "a limit of 10 %"));
        assertThat(locked.with(limit(5)).cost().maxIncreasePercent()).isEqualTo(5);
        assertThat(rules(Map.of(), List.of()).with(limit(50)).cost().maxIncreasePercent())
                .isEqualTo(50);
    }

    private static Gating limit(int percent) {
        return new Gating(Gating.Sync.AUTO, Gating.Approval.DEFAULT, List.of(), Map.of(), percent);
    }

    @Test
    void nameWithoutARuleIsListed() {
        assertThat(InstallationRules.DEFAULT
                        .with(asking("image-tags", RuleLevel.DENY))
                        .unknown())
                .containsOnly(Map.entry("image-tags", RuleLevel.DENY));
    }

    @Test
    void whatAnInstallationCannotMeanIsRefused() {
        assertThatThrownBy(() -> rules(Map.of("image-tags", RuleLevel.DENY), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("levels names 'image-tags', which is no rule; the rules are resource-requests,");
        assertThatThrownBy(() -> rules(Map.of(), List.of("images"))).hasMessageContaining("locked names 'images'");
        assertThatThrownBy(() -> rules(Map.of(), List.of(), OWN, OWN))
                .hasMessageContaining("another rule has that name");
        assertThatThrownBy(() -> rules(
                        Map.of(),
                        List.of(),
                        new OwnRule(CelRule.compile("Own Rule", List.of("*"), "true", "", ""), RuleLevel.WARN)))
                .hasMessageContaining("rules[].name is 'Own Rule'");
        assertThatThrownBy(() -> new CostLimit(-1, 1, null)).hasMessageContaining("cost.max-increase-percent is -1");
        assertThatThrownBy(() -> new CostLimit(1, 0, null)).hasMessageContaining("cost.nodes is 0");
    }

    @Test
    void digestChangesWithEverythingThatDecides() {
        InstallationRules usual = rules(Map.of(), List.of(), OWN);
        assertThat(usual.digest())
                .isEqualTo(rules(Map.of(), List.of(), OWN).digest())
                .isNotEqualTo(
                        rules(Map.of("cost", RuleLevel.OFF), List.of(), OWN).digest())
                .isNotEqualTo(rules(Map.of(), List.of("own"), OWN).digest())
                .isNotEqualTo(rules(Map.of(), List.of()).digest())
                .isNotEqualTo(InstallationRules.of(Map.of(), List.of(), Scope.ALL, List.of(OWN), CostLimit.DEFAULT)
                        .digest())
                .isNotEqualTo(
                        InstallationRules.of(Map.of(), List.of(), Scope.NEW, List.of(OWN), new CostLimit(11, 1, null))
                                .digest())
                .isNotEqualTo(rules(
                                Map.of(),
                                List.of(),
                                new OwnRule(CelRule.compile("own", List.of("*"), "false", "", ""), RuleLevel.APPROVE))
                        .digest());
    }
}
