package io.keelstream.gitwatcher.evaluation;

import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.application;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.configMap;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.desired;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Revision;
import io.keelstream.gitwatcher.evaluation.HeldBundles.Most;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldMemoryTests {

    @TempDir
    Path folder;

    private EvaluationFixture ref;

    @BeforeEach
    void open() {
        ref = new EvaluationFixture(folder);
        ref.held = new HeldMemory(100_000, 1);
        for (String name : List.of("neighbour", "shop", "zoo")) {
            ref.git.write(name + "/keelstream.yaml", application(name));
            deploys(name, 10_000);
        }
    }

    @AfterEach
    void close() {
        ref.close();
    }

    @Test
    void commitsThatAddUpAreRefusedWhereTheyAreTooMuchTogether() throws Exception {
        assertThat(desired(ref.push())).hasSize(3);
        deploys("shop", 60_000);
        assertThat(desired(ref.push())).containsOnlyKeys("production/shop");

        deploys("zoo", 50_000);
        deploys("neighbour", 11_000);
        var changes = ref.push();

        assertThat(desired(changes)).containsOnlyKeys("production/neighbour");
        assertThat(rejected(changes).get("production/zoo")).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("BundleTooLarge");
            assertThat(problem.where()).isEqualTo("zoo/keelstream.yaml");
            assertThat(problem.message())
                    .isEqualTo("with what this commit adds to 'zoo' the bundles of the ref take more memory together"
                            + " than the services have for them. Make them smaller, or give the services more memory");
        });
    }

    @Test
    void whatIsRecordedCountsAfterARestart() throws Exception {
        deploys("shop", 60_000);
        assertThat(desired(ref.push())).hasSize(3);
        ref.restart();
        ref.held = new HeldMemory(100_000, 1);

        deploys("zoo", 50_000);

        assertThat(rejected(ref.push())).containsOnlyKeys("production/zoo");
    }

    @Test
    void removedTargetMakesRoomInTheSameCommit() throws Exception {
        deploys("shop", 60_000);
        assertThat(desired(ref.push())).hasSize(3);

        ref.git.remove("shop");
        deploys("zoo", 50_000);

        assertThat(rejected(ref.push())).isEmpty();
    }

    @Test
    void valueThatMovesBetweenApplicationsCountsOnce() throws Exception {
        deploys("zoo", 60_000);
        assertThat(desired(ref.push())).hasSize(3);

        deploys("zoo", 10_000);
        deploys("neighbour", 60_000);

        assertThat(desired(ref.push())).containsOnlyKeys("production/zoo", "production/neighbour");
    }

    @Test
    void applicationThatDoesNotGrowIsAcceptedWhateverTheOthersTake() throws Exception {
        deploys("shop", 60_000);
        assertThat(desired(ref.push())).hasSize(3);
        ref.held = new HeldMemory(70_000, 1);

        deploys("shop", 59_000);

        assertThat(desired(ref.push())).containsOnlyKeys("production/shop");
    }

    @Test
    void refsThatTakeWhatTheyMayTakeNoMoreThanThereIs() {
        Random random = new Random(20_261_129);
        for (int round = 0; round < 200; round++) {
            int refs = 1 + random.nextInt(8);
            long most = random.nextLong(1_000_000);
            HeldMemory memory = new HeldMemory(most, refs);
            long[] held = new long[refs];
            for (int commit = 0; commit < 50; commit++) {
                int who = random.nextInt(refs);
                Most may = memory.most(revision(who));
                assertThat(may.ref()).isGreaterThanOrEqualTo(most / 2 / refs);
                held[who] = random.nextBoolean() ? may.ref() : random.nextLong(may.ref() + 1);
                memory.holds(revision(who), held[who]);
                assertThat(Arrays.stream(held).sum()).isLessThanOrEqualTo(most);
            }
        }
    }

    private void deploys(String application, int characters) {
        ref.git.write(application + "/manifests/a.yaml", configMap(application, "x".repeat(characters)));
    }

    private static Revision revision(int ref) {
        return new Revision("infra", "refs/heads/" + ref, "c", "Ada", "a change", Instant.EPOCH);
    }
}
