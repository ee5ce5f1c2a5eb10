package io.keelstream.gitwatcher.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.RendererChoice;
import io.keelstream.gitwatcher.application.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DependencyRulesTests {

    private final SortedMap<String, Application> applications = new TreeMap<>();

    @Test
    void targetThatExistsMayBeDependedOn() {
        application("shop", "production/database");
        application("database");
        assertThat(problems(true)).isEmpty();
    }

    @Test
    void applicationThatDoesNotExistIsNamed() {
        // Given
        application("shop", "production/databse");
        // Then
        assertThat(problems(true).get(name("shop")).toString())
                .contains(
                        "UnknownTarget",
                        "production/databse",
                        "no application is named 'databse'",
                        "shop/keelstream.yaml");
        assertThat(problems(false)).isEmpty();
    }

    @Test
    void targetThatAnApplicationDoesNotHaveIsNamedWithThoseThatItHas() {
        // Given
        application("shop", "staging/database");
        application("database");
        // Then
        assertThat(problems(false).get(name("shop")).message())
                .contains("staging/database", "database/keelstream.yaml has no target 'staging', but production");
    }

    @Test
    void targetsThatWaitForEachOtherAreNamedAsAWholeCycle() {
        // Given
        application("a", "production/b");
        application("b", "production/c");
        application("c", "production/a");
        application("outside", "production/a");
        application("inside");
        // Then
        SortedMap<TargetName, Problem> problems = problems(true);
        assertThat(problems.keySet()).containsExactly(name("a"), name("b"), name("c"));
        assertThat(problems.get(name("b")).toString())
                .contains(
                        "TargetCycle",
                        "production/a -> production/b -> production/c -> production/a",
                        "b/keelstream.yaml");
    }

    @Test
    void targetThatDependsOnItselfIsACycle() {
        application("a", "production/a");
        assertThat(problems(true).get(name("a")).message()).contains("production/a -> production/a");
    }

    @Test
    void longChainsAndCyclesAreNoDanger() {
        // Given
        for (int i = 0; i < 20_000; i++) {
            application("t" + i, "production/t" + (i + 1) % 20_000);
        }
        // When
        SortedMap<TargetName, Problem> problems = problems(true);
        // Then
        assertThat(problems).hasSize(20_000);
        assertThat(problems.get(name("t0")).message())
                .contains("(19980 more) -> production/t0")
                .hasSizeLessThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void exactlyTheMembersOfCyclesAreRefused(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            // Given
            applications.clear();
            int size = 1 + random.nextInt(9);
            for (int i = 0; i < size; i++) {
                List<String> others = new ArrayList<>();
                for (int j = random.nextInt(3); j > 0; j--) {
                    others.add("production/t" + random.nextInt(size));
                }
                application("t" + i, others.stream().distinct().toArray(String[]::new));
            }
            // When
            Set<TargetName> refused = problems(true).keySet();
            String where = "seed " + seed + ", run " + run;
            // Then
            applications
                    .keySet()
                    .forEach(each -> assertThat(refused.contains(name(each)))
                            .as("%s, %s", where, each)
                            .isEqualTo(reachesItself(each)));
        }
    }

    private boolean reachesItself(String application) {
        Set<String> reached = new HashSet<>();
        List<String> next = new ArrayList<>(dependencies(application));
        while (!next.isEmpty()) {
            String each = next.removeLast();
            if (reached.add(each)) {
                next.addAll(dependencies(each));
            }
        }
        return reached.contains(application);
    }

    private List<String> dependencies(String application) {
        return applications.get(application).targets().getFirst().policy().gating().dependsOn().stream()
                .map(each -> TargetName.parse(each).application())
                .toList();
    }

    private SortedMap<TargetName, Problem> problems(boolean alone) {
        return DependencyRules.problems(applications, name -> alone);
    }

    private static TargetName name(String application) {
        return new TargetName("production", application);
    }

    private void application(String name, String... dependsOn) {
        TargetPolicy policy = TargetPolicy.DEFAULT.withGating(Gating.DEFAULT.dependingOn(Arrays.asList(dependsOn)));
        Target target = new Target("production", "default", name, name, RendererChoice.BuiltIn.AUTO, Map.of(), policy);
        applications.put(name, new Application(name, name + "/keelstream.yaml", name, Map.of(), List.of(target)));
    }
}
