package io.keelstream.kubernetes.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.policy.rule.BuiltInRules;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What holds of the violations of any change, on random targets. */
class RuleBookPropertyTests {

    private static final int RUNS = 500;

    private final RuleBook rules = new RuleBook(BuiltInRules.ALL);

    @Test
    void newViolationsAreSomeOfTheChangedOnesAndThoseSomeOfAll() {
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            TargetObjects before = target(random);
            TargetObjects after = target(random);
            Set<ObjectReference> changed = some(after.all().keySet(), random);

            Set<String> added = facts(rules.added(after, before, changed));
            Set<String> broken = facts(rules.broken(after, before, changed));
            Set<String> all = facts(rules.all(after, before));

            assertThat(all).as("seed %d", seed).containsAll(broken);
            assertThat(broken).as("seed %d", seed).containsAll(added);
            assertThat(added).as("seed %d", seed).doesNotContainAnyElementsOf(facts(rules.all(before, before)));
        }
    }

    @Test
    void changeToWhatIsThereBringsNothing() {
        for (int seed = 0; seed < RUNS; seed++) {
            TargetObjects target = target(new Random(seed));
            assertThat(rules.added(target, target, target.all().keySet()))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    private static Set<String> facts(List<Violation> violations) {
        return violations.stream()
                .flatMap(each -> each.facts().stream().map(fact -> each.rule() + " " + each.reference() + " " + fact))
                .collect(Collectors.toSet());
    }

    private static Set<ObjectReference> some(Set<ObjectReference> all, Random random) {
        Set<ObjectReference> some = new HashSet<>(all);
        some.removeIf(each -> random.nextBoolean());
        return some;
    }

    private static TargetObjects target(Random random) {
        StringBuilder yaml = new StringBuilder();
        for (String name : List.of("a", "b", "c")) {
            yaml.append("""
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %s}
                spec:
                  revisionHistoryLimit: %s
                  template:
                    metadata: {labels: {app: %s}}
                    spec:
                      hostNetwork: %s
                      containers: [{name: app, image: "web%s", resources: {requests: {%s}}%s}]
                """.formatted(
                            name,
                            one(random, "null", "3"),
                            one(random, "a", "b"),
                            random.nextBoolean(),
                            one(random, "", ":1", ":latest"),
                            one(random, "cpu: 1", "cpu: 1, memory: 1Gi", ""),
                            one(random, "", ", readinessProbe: {}")));
            if (random.nextBoolean()) {
                yaml.append("""
                    ---
                    apiVersion: v1
                    kind: Service
                    metadata: {name: %s}
                    spec: {selector: {app: %s}}
                    """.formatted(name, one(random, "a", "b")));
            }
        }
        return Objects.of(yaml.toString());
    }

    private static String one(Random random, String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}
