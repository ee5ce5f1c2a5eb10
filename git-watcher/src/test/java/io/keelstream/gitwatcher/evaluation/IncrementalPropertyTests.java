package io.keelstream.gitwatcher.evaluation;

import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.revision.RevisionObserved;
import io.keelstream.contracts.targets.TargetName;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a history does, a ref that is followed commit by commit comes to the same facts, records and problems as one
 * whose process is new at every commit and therefore looks at everything.
 */
class IncrementalPropertyTests {

    private static final int COMMITS = 60;
    private static final List<String> FOLDERS = List.of("apps/a", "apps/b", "apps/c", "apps/deep/a", "other/d");
    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void followingAHistoryFindsWhatLookingAtEverythingFinds(long seed) throws Exception {
        Random random = new Random(seed);
        try (EvaluationFixture followed = new EvaluationFixture(folder.resolve("followed"));
                EvaluationFixture renewed = new EvaluationFixture(folder.resolve("renewed"))) {
            for (int number = 0; number < COMMITS; number++) {
                for (int change = random.nextInt(3); change >= 0; change--) {
                    change(followed, random);
                }
                claimElsewhere(followed, random);
                Revision revision = followed.git.commit("change " + number).numbered(number + 1L);
                renewed.restart();
                renewed.elsewhere.clear();
                renewed.elsewhere.putAll(followed.elsewhere);

                // When
                List<TargetChange> changes = followed.evaluate(revision, followed.git.snapshot());

                // Then
                String where = "seed " + seed + ", commit " + number;
                assertThat(timeless(changes))
                        .as(where)
                        .isEqualTo(timeless(renewed.evaluate(revision, followed.git.snapshot())));
                assertThat(followed.memory.heads()).as(where).isEqualTo(renewed.memory.heads());
                assertThat(followed.last.problems()).as(where).isEqualTo(renewed.last.problems());
                assertThat(followed.last.discovery().catalog())
                        .as(where)
                        .isEqualTo(renewed.last.discovery().catalog());
            }
        }
    }

    /** Without how long each render took. */
    private static List<TargetChange> timeless(List<TargetChange> changes) {
        return changes.stream()
                .map(change -> change instanceof TargetChange.Observed(TargetName target, RevisionObserved observed)
                        ? new TargetChange.Observed(
                                target,
                                new RevisionObserved(
                                        observed.revision(),
                                        observed.bundleDigest(),
                                        observed.objects(),
                                        observed.changed(),
                                        observed.renderer(),
                                        0))
                        : change)
                .toList();
    }

    private static void change(EvaluationFixture ref, Random random) {
        String at = FOLDERS.get(random.nextInt(FOLDERS.size()));
        switch (random.nextInt(12)) {
            case 0 -> ref.git.write(at + "/keelstream.yaml", application(name(random)));
            case 1 ->
                ref.git.write(at + "/keelstream.yaml", "kind: Application\nmetadata: {name: " + name(random) + "}");
            case 2 -> ref.git.write(at + "/keelstream.yaml", "[");
            case 3 -> ref.git.remove(at + "/keelstream.yaml");
            case 4 -> ref.git.remove(at);
            case 5 -> ref.git.write("keelstream.yaml", fleet(random.nextBoolean() ? "apps/*" : "*/?"));
            case 6 -> ref.git.remove("keelstream.yaml");
            case 7 -> ref.git.remove(at + "/" + name(random) + ".yaml");
            case 8 -> ref.git.write(at + "/" + name(random) + ".yaml", "[");
            default ->
                ref.git.write(at + "/" + name(random) + ".yaml", configMap(name(random), "v" + random.nextInt(3)));
        }
    }

    /** Another ref takes a name that this one does not have, or releases it. */
    private static void claimElsewhere(EvaluationFixture ref, Random random) {
        String name = name(random);
        boolean ours = ref.last != null
                && ref.last.discovery().catalog().applications().containsKey(name);
        if (random.nextInt(4) == 0 && !ours) {
            ref.elsewhere.put(name, "elsewhere@refs/heads/main");
        } else if (random.nextInt(4) == 0) {
            ref.elsewhere.remove(name);
        }
    }

    private static String name(Random random) {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private static String application(String name) {
        return """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: %s}
            spec: {targets: [{name: main, namespace: shared}]}
            """.formatted(name);
    }

    private static String fleet(String pattern) {
        return """
            apiVersion: keelstream.io/v1
            kind: Fleet
            metadata: {name: all}
            spec:
              directories: "%s"
              targets: [{name: main, namespace: shared}]
            """.formatted(pattern);
    }
}
