package io.keelstream.e2e.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that is run to its end. Thread-safe.
 *
 * @param program its file, or a name along PATH
 */
record Tool(Path program) {

    /** How a run ended; {@code text} is what it printed, errors and warnings among it. */
    record Said(int code, String text) {}

    /** Runs it with this standard input. */
    Said run(String input, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        Path in = Files.writeString(Files.createTempFile("input", ".txt"), input);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(in.toFile())
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(process.waitFor(), text.strip());
        } finally {
            Files.delete(in);
        }
    }
}
