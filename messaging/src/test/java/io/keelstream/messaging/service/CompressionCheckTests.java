package io.keelstream.messaging.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressionCheckTests {

    @TempDir
    Path folder;

    /** Prints what is found; a process of its own, since a library that is loaded once stays. */
    static final class Look {

        private Look() {}

        public static void main(String... arguments) {
            System.out.print(CompressionCheck.finding().orElse("nothing"));
        }
    }

    @Test
    void libraryIsLoadedFromTheTemporaryFolder() throws Exception {
        assertThat(found(folder)).isEqualTo("nothing");
    }

    @Test
    void temporaryFolderThatCannotBeUsedIsNamed() throws Exception {
        Path missing = folder.resolve("missing");

        assertThat(found(missing))
                .isEqualTo("the library of Kafka's compression cannot be loaded from " + missing
                        + ": mount this folder writable and without noexec, or name another one with -Djava.io.tmpdir");
    }

    private static String found(Path temporary) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Look.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
