package io.keelstream.gitwatcher.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCacheTests {

    private static final int SIZE = 1_000;
    private static final String FROM = "oci://registry/shop";

    @TempDir
    Path folder;

    @Test
    void aboveItsBoundGoesWhatWasUsedLeastRecently() throws Exception {
        // Given
        SourceCache cache = new SourceCache(folder, 3 * SIZE);
        for (int i = 0; i < 3; i++) {
            cache.write(FROM, digest(i), content(i));
        }
        age();
        assertThat(cache.read(FROM, digest(0))).as("used again").isNotNull();

        // When
        cache.write(FROM, digest(3), content(3));

        // Then
        assertThat(cache.read(FROM, digest(0))).isNotNull();
        assertThat(cache.read(FROM, digest(3))).isNotNull();
        assertThat(Stream.of(1, 2).filter(each -> cache.read(FROM, digest(each)) == null))
                .hasSize(1);
    }

    @Test
    void whatOneAddressBroughtIsNothingThatAnotherOneHas() {
        SourceCache cache = new SourceCache(folder, 1 << 20);
        cache.write(FROM, digest(0), content(0));
        assertThat(cache.read("oci://registry/other", digest(0))).isNull();
        assertThat(cache.read(FROM, digest(0))).isEqualTo(content(0));
    }

    @Test
    void whatWasUsedAMomentAgoStaysAlsoAboveTheBound() {
        SourceCache cache = new SourceCache(folder, SIZE);
        for (int i = 0; i < 3; i++) {
            cache.write(FROM, digest(i), content(i));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(cache.read(FROM, digest(i))).isEqualTo(content(i));
        }
    }

    @Test
    void folderIsKeptOnceHoweverManyBringIt() throws Exception {
        // Given
        SourceCache cache = new SourceCache(folder, 1 << 20);
        SourceCache other = new SourceCache(folder, 1 << 20);
        Path first = Files.writeString(cache.incoming().resolve("a"), "one").getParent();
        Path second = Files.writeString(other.incoming().resolve("a"), "one").getParent();

        // When
        Path kept = cache.keep(first, "name");
        Path again = other.keep(second, "name");

        // Then
        assertThat(again).isEqualTo(kept);
        assertThat(kept.resolve("a")).hasContent("one");
        assertThat(cache.folder("name")).isEqualTo(kept);
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(kept);
        }
    }

    @Test
    void fileThatReadsLikeTheNameOfAFolderTakesNoPlaceOfIt() throws Exception {
        // Given
        SourceCache cache = new SourceCache(folder, 1 << 20);
        String name = "https://git.example.com/bases " + "1".repeat(40);
        byte[] forged = name.getBytes(StandardCharsets.UTF_8);
        cache.write(FROM, Digests.of(forged), forged);

        // When
        Path kept = cache.keep(cache.incoming(), name);

        // Then
        assertThat(cache.folder(name)).isEqualTo(kept);
        assertThat(cache.read(FROM, Digests.of(forged))).isEqualTo(forged);
    }

    @Test
    void instancesThatShareTheFolderReadWholeFilesOrNone() throws Exception {
        // Given
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 8; thread++) {
                SourceCache cache = new SourceCache(folder, SIZE);
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 20; i++) {
                        cache.write(FROM, digest(i), content(i));
                        byte[] read = cache.read(FROM, digest(i));
                        assertThat(read == null || read.length == SIZE).isTrue();
                    }
                    return null;
                }));
            }
        }

        // Then
        for (Future<?> each : all) {
            each.get();
        }
    }

    private void age() throws IOException {
        FileTime before = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
        try (Stream<Path> all = Files.list(folder)) {
            for (Path each : all.toList()) {
                Files.setLastModifiedTime(each, before);
            }
        }
    }

    private static String digest(int number) {
        return Digests.of(content(number));
    }

    private static byte[] content(int number) {
        byte[] content = new byte[SIZE];
        content[0] = (byte) number;
        return content;
    }
}
