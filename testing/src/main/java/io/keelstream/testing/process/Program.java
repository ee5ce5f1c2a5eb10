package io.keelstream.testing.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that is run to its end, as often as wanted. Immutable.
 *
 * @param command the program, by its file or a name along PATH, and its first arguments
 * @param folder in which it runs
 * @param environment variables beside those of this process
 */
public record Program(List<String> command, Path folder, Map<String, String> environment) {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /**
     * How a run ended.
     *
     * @param code its exit code
     * @param out what it wrote to its standard output
     * @param err what it wrote to its standard error
     */
    public record Ended(int code, String out, String err) {

        /** Both outputs, stripped. */
        public String text() {
            return (out + err).strip();
        }
    }

    public Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** In this process's folder and environment. */
    public static Program of(String... command) {
        return new Program(List.of(command), Path.of(""), Map.of());
    }

    /** The same in another folder. */
    public Program in(Path where) {
        return new Program(command, where, environment);
    }

    /** The same with one more variable in its environment. */
    public Program with(String variable, String value) {
        return new Program(
                command,
                folder,
                Stream.concat(environment.entrySet().stream(), Stream.of(Map.entry(variable, value)))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> b)));
    }

    /** Runs it with more arguments, with nothing on its standard input, for two minutes at most. */
    public Ended run(String... arguments) {
        return run("", List.of(arguments));
    }

    /** The same with this standard input. */
    public Ended run(String input, List<String> arguments) {
        return run(LIMIT, input, arguments);
    }

    /**
     * The same with another limit.
     *
     * @throws UncheckedIOException where there is no such program
     * @throws IllegalStateException where it takes longer than the limit; it is killed
     */
    public Ended run(Duration limit, String input, List<String> arguments) {
        List<String> all = Stream.concat(command.stream(), arguments.stream()).toList();
        try {
            Path files = Files.createTempDirectory("program");
            try {
                return run(limit, all, Files.writeString(files.resolve("in"), input));
            } finally {
                for (String file : List.of("in", "out", "err")) {
                    Files.deleteIfExists(files.resolve(file));
                }
                Files.delete(files);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + all, e);
        }
    }

    private Ended run(Duration limit, List<String> all, Path in) throws IOException, InterruptedException {
        Path out = in.resolveSibling("out");
        Path err = in.resolveSibling("err");
        ProcessBuilder builder = new ProcessBuilder(all)
                .directory(folder.toAbsolutePath().toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException(
                    all + " takes longer than " + limit.toSeconds() + " s; it wrote: " + text(out) + text(err));
        }
        return new Ended(process.exitValue(), text(out), text(err));
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
