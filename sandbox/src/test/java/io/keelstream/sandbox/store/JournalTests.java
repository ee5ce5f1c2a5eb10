package io.keelstream.sandbox.store;

import static io.keelstream.sandbox.store.Objects.TYPE;
import static io.keelstream.sandbox.store.Objects.key;
import static io.keelstream.sandbox.store.Objects.tree;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.testing.process.ChildProcess;
import io.keelstream.testing.process.JavaCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTests {

    @TempDir
    Path folder;

    @Test
    void killedProcessLosesNothingThatItHadAcknowledged() throws Exception {
        // Given: objects so large that the file is replaced now and then
        Path file = folder.resolve("state");
        for (int size : new int[] {10, 300_000}) {
            List<String> acknowledged;
            try (ChildProcess writer = ChildProcess.start(
                    "writer",
                    folder.resolve("output"),
                    JavaCommand.small(JournalWriter.class, file.toString(), Integer.toString(size)))) {

                // When
                writer.await(
                        "acknowledges many writes",
                        Duration.ofMinutes(1),
                        () -> lines(writer).size() > 400);
                writer.kill();
                acknowledged = lines(writer);
            }

            // Then
            try (ObjectStore store = new ObjectStore(file)) {
                for (String line : acknowledged) {
                    int space = line.indexOf(' ');
                    StoredObject object = store.get(key("a", line.substring(0, space)));
                    assertThat(object).as(line).isNotNull();
                    assertThat(object.revision())
                            .as(line)
                            .isGreaterThanOrEqualTo(Long.parseLong(line.substring(space + 1)));
                }
            }
        }
    }

    @Test
    void onlyItsOwnerReadsTheFile() throws Exception {
        Path file = folder.resolve("state");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));

        for (int start = 1; start <= 2; start++) {
            try (ObjectStore store = new ObjectStore(file)) {
                store.put(key("a", "number" + start), null, tree("number" + start, "x", "1"));
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void lineThatWasCutOffAnywhereIsAsIfItHadNotBeenWritten() throws Exception {
        // Given
        Path file = folder.resolve("state");
        long whole;
        try (ObjectStore store = new ObjectStore(file)) {
            store.put(key("a", "first"), null, tree("first", "x", "1"));
            whole = Files.size(file);
            store.put(key("a", "second"), null, tree("second", "x", "1"));
        }
        byte[] written = Files.readAllBytes(file);
        int last = written.length;

        for (int length = (int) whole; length < last; length++) {
            // When
            Path cut = folder.resolve("cut-" + length);
            Files.write(cut, Arrays.copyOf(written, length));

            // Then
            try (ObjectStore store = new ObjectStore(cut)) {
                assertThat(store.get(key("a", "first"))).isNotNull();
                assertThat(store.get(key("a", "second"))).isNull();
            }
        }
    }

    @Test
    void fileOfMostlyOldRevisionsIsReplacedByTheCurrentObjects() throws Exception {
        // Given
        Path file = folder.resolve("state");
        String large = "x".repeat(100_000);
        long revision = 0;
        try (ObjectStore store = new ObjectStore(file)) {
            // When
            for (int number = 0; number < 200; number++) {
                ObjectKey key = key("a", "same");
                revision = store.put(key, store.get(key), tree("same", "x", number + large))
                        .revision();
            }

            // Then
            assertThat(Files.size(file)).isLessThan(200L * large.length() / 2);
        }
        try (ObjectStore store = new ObjectStore(file)) {
            assertThat(store.list(TYPE, "").objects())
                    .singleElement()
                    .extracting(StoredObject::revision)
                    .isEqualTo(revision);
            assertThat(store.revision()).isGreaterThanOrEqualTo(revision);
        }
    }

    @Test
    void replacementThatWasNotFinishedIsNotLookedAt() throws Exception {
        // Given
        Path file = folder.resolve("state");
        try (ObjectStore store = new ObjectStore(file)) {
            store.put(key("a", "one"), null, tree("one", "x", "1"));
        }
        Files.writeString(file.resolveSibling("state.new"), "{\"revision\":99,\"group\":\"");

        // When
        try (ObjectStore store = new ObjectStore(file)) {
            // Then
            assertThat(store.list(TYPE, "").objects()).hasSize(1);
        }
    }

    /** The lines that were written to their end. */
    private static List<String> lines(ChildProcess writer) {
        String text = writer.printed();
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }
}
