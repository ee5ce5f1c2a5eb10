package io.keelstream.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.contracts.plan.Assessment.Prices;
import io.keelstream.contracts.targets.RuleLevel;
import io.keelstream.kubernetes.policy.installation.InstallationRules;
import io.keelstream.kubernetes.policy.installation.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** How an installation writes rules. */
class RulePropertiesTests {

    private static InstallationRules read(String yaml) throws IOException {
        List<PropertySource<?>> sources = new YamlPropertySourceLoader()
                .load(
                        "test",
                        new ByteArrayResource(
                                ("keelstream:\n  policies:\n" + yaml.indent(4)).getBytes(StandardCharsets.UTF_8)));
        return new Binder(ConfigurationPropertySources.from(sources))
                .bindOrCreate("keelstream.policies", RuleProperties.class)
                .compile();
    }

    @Test
    void everythingIsRead() throws IOException {
        InstallationRules rules = read("""
            levels: {image-tag: deny, probes: off}
            locked: [image-tag]
            scope: all
            rules:
              - {name: own, kinds: [Service], expression: "true", level: approve}
            cost: {max-increase-percent: 5, nodes: 3, cpu-month: 20, memory-month: 2.5, currency: CHF}
            """);

        assertThat(rules.levels())
                .containsAllEntriesOf(Map.of(
                        "image-tag", RuleLevel.DENY,
                        "probes", RuleLevel.OFF,
                        "own", RuleLevel.APPROVE,
                        "host-access", RuleLevel.WARN));
        assertThat(rules.locked()).containsExactly("image-tag");
        assertThat(rules.scope()).isEqualTo(Scope.ALL);
        assertThat(rules.cost().maxIncreasePercent()).isEqualTo(5);
        assertThat(rules.cost().nodes()).isEqualTo(3);
        assertThat(rules.cost().prices()).isEqualTo(new Prices("CHF", 20, 2.5));
    }

    @Test
    void installationThatSaysNothingHasTheBuiltInRules() throws IOException {
        assertThat(read("{}").digest()).isEqualTo(InstallationRules.DEFAULT.digest());
    }

    @Test
    void mistakeStopsTheStartAndNamesRuleOrProperty() {
        assertThatThrownBy(() -> read("rules: [{name: own, kinds: [Service], expression: 'object.spec =='}]"))
                .hasMessageContaining("keelstream.policies: rule own: cannot be compiled: object.spec ==");
        assertThatThrownBy(() -> read("levels: {image-tags: deny}"))
                .hasMessageContaining("keelstream.policies: levels names 'image-tags'");
        assertThatThrownBy(() -> read("cost: {cpu-month: 20}"))
                .hasMessageContaining("cost.cpu-month and cost.memory-month: set both, or neither");
    }
}
