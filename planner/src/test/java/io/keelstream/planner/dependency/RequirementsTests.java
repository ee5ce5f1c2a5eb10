package io.keelstream.planner.dependency;

import static io.keelstream.planner.dependency.Published.commit;
import static io.keelstream.planner.dependency.Published.healthy;
import static io.keelstream.planner.dependency.Published.revision;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.Desired.Requirement;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequirementsTests {

    private static final String SHOP = "production/shop";
    private static final String DATABASE = "production/database";

    private final Map<String, TargetState> states = new HashMap<>();

    @Test
    void healthyTargetAtTheRequiredCommitOrALaterOneIsEnough() {
        assertThat(with(healthy(DATABASE, 7).state()).settled()).isTrue();
        assertThat(with(healthy(DATABASE, 8).state()).settled()).isTrue();
    }

    @Test
    void healthyTargetThatHasNotSeenTheCommitIsWaitedFor() {
        assertThat(unmet(healthy(DATABASE, 6).state()))
                .isEqualTo("is at " + commit(6).substring(0, 12));
        assertThat(unmet(healthy(DATABASE, 6).wanting(revision(7)).releasing().state()))
                .isEqualTo("is being applied since " + Published.SINCE);
    }

    @Test
    void targetThatIsNotHealthyIsWaitedFor() {
        assertThat(unmet(healthy(DATABASE, 7).being("Degraded").state()))
                .isEqualTo("is Degraded since " + Published.SINCE);
    }

    @Test
    void targetThatWasNeverAppliedOrIsNotKnownIsWaitedFor() {
        assertThat(unmet(healthy(DATABASE, 7).applied(null).being("Missing").state()))
                .isEqualTo("is not applied yet");
        assertThat(unmet(null)).isEqualTo("is not known");
    }

    @Test
    void revertToWhatIsAppliedCountsAsItsCommit() {
        // Given
        Published reverted = healthy(DATABASE, 5).wanting(revision(7));
        // Then
        assertThat(with(reverted.upToDate()).settled()).isTrue();
        assertThat(with(reverted.state()).settled()).isFalse();
    }

    @Test
    void recordWithoutANumberCountsByItsCommit() {
        // Given
        Revision unnumbered = unnumbered("infra", 7);
        // Then
        assertThat(with(healthy(DATABASE, 7).applied(unnumbered).state()).settled())
                .isTrue();
        assertThat(with(healthy(DATABASE, 8).applied(unnumbered("infra", 8)).state())
                        .settled())
                .isFalse();
        assertThat(with(healthy(DATABASE, 8).applied(unnumbered("infra", 8)).upToDate())
                        .settled())
                .isTrue();
    }

    @Test
    void targetOfAnotherRefIsEnoughWhereItIsHealthyNow() {
        // Given
        Desired desired = desired(new Requirement(DATABASE, null));
        // Then
        states.put(DATABASE, healthy(DATABASE, 1).state());
        assertThat(Requirements.of(SHOP, desired, models()).settled()).isTrue();
        states.put(DATABASE, healthy(DATABASE, 1).being("Progressing").state());
        assertThat(Requirements.of(SHOP, desired, models())
                        .unmet()
                        .get(DATABASE)
                        .asks())
                .isEqualTo("to be healthy");
    }

    @Test
    void numbersOfAnotherRepositoryAreNotCompared() {
        // Given a target that moved to another repository since
        Revision moved = unnumbered("elsewhere", 1).numbered(1);
        // Then
        assertThat(with(healthy(DATABASE, 1).applied(moved).state()).settled()).isTrue();
    }

    @Test
    void cycleIsNamedAsAWhole() {
        // Given
        states.put(
                DATABASE, healthy(DATABASE, 6).dependingOn("production/queue").state());
        states.put(
                "production/queue",
                healthy("production/queue", 1).dependingOn("a/b", SHOP).state());
        // When
        Requirements found = Requirements.of(SHOP, desired(required(7)), models());
        // Then
        assertThat(found.cycle()).containsExactly(SHOP, DATABASE, "production/queue", SHOP);
        assertThat(found.looked()).contains(DATABASE, "production/queue");
    }

    @Test
    void cycleOfOthersIsNotOurs() {
        // Given
        states.put(
                DATABASE, healthy(DATABASE, 6).dependingOn("production/queue").state());
        states.put(
                "production/queue",
                healthy("production/queue", 1).dependingOn(DATABASE).state());
        // Then
        assertThat(Requirements.of(SHOP, desired(required(7)), models()).cycle())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void cycleIsFoundExactlyWhereOneLeadsBack(long seed) {
        // Given
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            int size = 1 + random.nextInt(8);
            states.clear();
            for (int i = 0; i < size; i++) {
                List<String> others = new ArrayList<>();
                for (int j = 0; j < random.nextInt(3); j++) {
                    others.add(name(random.nextInt(size)));
                }
                states.put(
                        name(i),
                        healthy(name(i), 1)
                                .dependingOn(others.toArray(String[]::new))
                                .state());
            }
            // When
            List<String> cycle = Requirements.of(
                            name(0),
                            desired(new Requirement(name(size - 1), new NumberedCommit(2, commit(2)))),
                            models())
                    .cycle();
            // Then
            assertThat(cycle.isEmpty()).as("seed %d, run %d", seed, run).isEqualTo(!reaches(name(size - 1), name(0)));
            for (int i = 1; i + 1 < cycle.size(); i++) {
                assertThat(states.get(cycle.get(i)).dependsOn()).contains(cycle.get(i + 1));
            }
        }
    }

    private boolean reaches(String from, String to) {
        Set<String> reached = new HashSet<>(Set.of(from));
        boolean more = true;
        while (more) {
            Set<String> next = new HashSet<>(reached);
            reached.forEach(each -> next.addAll(states.get(each).dependsOn()));
            more = !next.equals(reached);
            reached = next;
        }
        return reached.contains(to);
    }

    private static String name(int number) {
        return "production/t" + number;
    }

    private Requirements with(@Nullable TargetState database) {
        states.clear();
        if (database != null) {
            states.put(DATABASE, database);
        }
        return Requirements.of(SHOP, desired(required(7)), models());
    }

    private String unmet(@Nullable TargetState database) {
        return with(database).unmet().get(DATABASE).is();
    }

    private static Requirement required(long number) {
        return new Requirement(DATABASE, new NumberedCommit(number, commit(number)));
    }

    private static Revision unnumbered(String repository, long number) {
        return new Revision(repository, "refs/heads/main", commit(number), "A", "Change", Instant.EPOCH);
    }

    private static Desired desired(Requirement... requires) {
        return new Desired(
                false,
                revision(9),
                new Desired.Settings("default", "shop", TargetPolicy.DEFAULT, "policy", Map.of()),
                "digest",
                List.of(),
                List.of(),
                new Desired.Notes(List.of(), List.of(), List.of(), List.of(requires)));
    }

    private ReadModels models() {
        return new ReadModels() {
            @Override
            public @Nullable TargetState of(String target) {
                return states.get(target);
            }

            @Override
            public Set<String> names() {
                return states.keySet();
            }

            @Override
            public boolean current() {
                return true;
            }
        };
    }
}
