package io.keelstream.kubernetes.fields;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.fields.PathElement.KeyField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** The set laws, against plain sets of paths as the model. */
class FieldSetPropertyTests {

    private static final int ROUNDS = 1000;
    private static final List<PathElement> STEPS = List.of(
            new PathElement.Field("a"),
            new PathElement.Field("b"),
            new PathElement.Field("."),
            new PathElement.SetItem("x<&>"),
            new PathElement.SetItem(1L),
            new PathElement.Keyed(List.of(new KeyField("p", 80L), new KeyField("n", "é\u2028\"\\"))),
            new PathElement.Keyed(List.of(new KeyField("p", 81.0))),
            new PathElement.Index(3));

    private final long seed = Long.getLong("keelstream.seed", 5L);
    private final SplittableRandom random = new SplittableRandom(seed);

    private FieldPath path() {
        List<PathElement> steps = new ArrayList<>();
        int length = 1 + random.nextInt(3);
        for (int i = 0; i < length; i++) {
            steps.add(STEPS.get(random.nextInt(STEPS.size())));
        }
        return new FieldPath(steps);
    }

    private Set<FieldPath> model() {
        Set<FieldPath> paths = new HashSet<>();
        int size = random.nextInt(12);
        for (int i = 0; i < size; i++) {
            paths.add(path());
        }
        return paths;
    }

    private static FieldSet set(Set<FieldPath> paths) {
        return FieldSet.of(paths.toArray(FieldPath[]::new));
    }

    private void check(
            BiFunction<FieldSet, FieldSet, FieldSet> operation,
            BiFunction<FieldPath, Set<FieldPath>, Boolean> keep,
            boolean both) {
        for (int i = 0; i < ROUNDS; i++) {
            // Given
            Set<FieldPath> left = model();
            Set<FieldPath> right = model();
            // When
            FieldSet result = operation.apply(set(left), set(right));
            // Then
            Set<FieldPath> expected = new TreeSet<>();
            left.stream().filter(path -> keep.apply(path, right)).forEach(expected::add);
            if (both) {
                expected.addAll(right);
            }
            assertThat(new TreeSet<>(result.paths()))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(expected);
            assertThat(result).isEqualTo(set(expected));
            assertThat(result.size()).isEqualTo(expected.size());
        }
    }

    @Test
    void unionHoldsWhatIsInEither() {
        check(FieldSet::union, (path, right) -> true, true);
    }

    @Test
    void intersectionHoldsWhatIsInBoth() {
        check(FieldSet::intersection, (path, right) -> right.contains(path), false);
    }

    @Test
    void differenceHoldsWhatIsOnlyInTheFirst() {
        check(FieldSet::difference, (path, right) -> !right.contains(path), false);
    }

    @Test
    void differenceWithBelowTakesWholeSubtrees() {
        check(
                FieldSet::differenceWithBelow,
                (path, right) -> {
                    for (int i = 1; i <= path.steps().size(); i++) {
                        if (right.contains(new FieldPath(path.steps().subList(0, i)))) {
                            return false;
                        }
                    }
                    return true;
                },
                false);
    }

    @Test
    void whatIsWrittenReadsBackTheSame() {
        for (int i = 0; i < ROUNDS; i++) {
            Set<FieldPath> paths = model();
            FieldSet set = set(paths);
            assertThat(FieldSet.read(set.write()))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(set);
            paths.forEach(path -> assertThat(set.contains(path)).isTrue());
        }
    }
}
