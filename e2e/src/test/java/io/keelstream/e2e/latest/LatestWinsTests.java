package io.keelstream.e2e.latest;

import io.keelstream.e2e.suite.AnyCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commit after commit for a target: {@link Story}. The last one is live, and everything before it ended as it had to:
 * {@link RunCheck}.
 *
 * <p>{@code -Dkeelstream.latest.runs=200} tells so many stories, {@code -Dkeelstream.latest.beside=10} so many of them side by side,
 * {@code -Dkeelstream.latest.seconds=60} each in so much time, and {@code -Dkeelstream.seed=7} that one alone.
 */
@AnyCluster
class LatestWinsTests {

    private static final int AT_ONCE = 25;
    private static final int PUSHED_AT_ONCE = 5;

    @TempDir
    private Path folder;

    @Test
    void lastCommitWinsWhateverComesBefore() throws IOException {
        // Given
        Telling telling = new Telling(Telling.window(5));
        List<Long> seeds = Telling.seeds(10);

        // When
        for (List<Long> some : parts(seeds, Telling.beside(AT_ONCE))) {
            try (World world = new RecordsWorld(Files.createTempDirectory(folder, "world"))) {
                telling.tell(world, some);
            }
        }

        // Then
        telling.assertEachEndedAsItHadTo();
        if (seeds.size() > 1) {
            telling.assertEverythingHappened();
        }
    }

    /** All of Keelstream, and pushes. */
    @Test
    void lastPushWinsWhateverComesBefore() {
        // Given
        Telling telling = new Telling(Telling.window(6));

        // When
        try (World world = new InstalledWorld(folder)) {
            for (List<Long> some : parts(Telling.seeds(2), Telling.beside(PUSHED_AT_ONCE))) {
                telling.tell(world, some);
            }
        }

        // Then
        telling.assertEachEndedAsItHadTo();
    }

    private static List<List<Long>> parts(List<Long> seeds, int size) {
        return IntStream.iterate(0, from -> from < seeds.size(), from -> from + size)
                .mapToObj(from -> seeds.subList(from, Math.min(from + size, seeds.size())))
                .toList();
    }
}
