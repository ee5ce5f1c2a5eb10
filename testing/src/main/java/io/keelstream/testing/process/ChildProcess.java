package io.keelstream.testing.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A program that runs beside the suite, with its output in a file. It ends with this JVM at the latest. Used by one thread.
 */
public final class ChildProcess implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(20);

    private final String name;
    private final Process process;
    private final Path output;

    private ChildProcess(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /**
     * Starts it.
     *
     * @param name what messages call it
     * @param folder of the new file that takes what it prints, errors among it
     * @param environment variables beside those of this process
     */
    public static ChildProcess start(String name, Path folder, Map<String, String> environment, List<String> command)
            throws IOException {
        Path output = Files.createTempFile(Files.createDirectories(folder), name, ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new ChildProcess(name, builder.start(), output);
    }

    /** The same with this process's environment. */
    public static ChildProcess start(String name, Path folder, List<String> command) throws IOException {
        return start(name, folder, Map.of(), command);
    }

    /**
     * Waits until the condition holds; an {@link IOException} means that it does not hold yet.
     *
     * @param what it should come to, e.g. {@code is ready}
     * @throws IllegalStateException as soon as the process has ended; the message holds what it printed
     */
    public void await(String what, Duration limit, Callable<Boolean> condition) {
        Awaitility.await(name + " " + what + "; see " + output)
                .atMost(limit)
                .pollInterval(LOOK)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(
                                name + " ended with exit code " + process.exitValue() + ": " + printed());
                    }
                    return condition.call();
                });
    }

    /** Waits until it has printed this. */
    public void awaitPrinted(String text, Duration limit) {
        await("prints '" + text + "'", limit, () -> printed().contains(text));
    }

    /** What it has printed so far. */
    public String printed() {
        try {
            return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where its output is, and its process id. */
    @Override
    public String toString() {
        return name + " " + process.pid() + ", " + output;
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGSTOP: it holds its connections and does nothing until {@link #resume}. */
    public void pause() {
        Signal.STOP.send(process);
    }

    /** SIGCONT. */
    public void resume() {
        Signal.CONT.send(process);
    }

    /** SIGKILL; returns when it has ended. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /**
     * Waits for its end.
     *
     * @return its exit code
     * @throws IllegalStateException where it still runs after the limit; the message holds what it printed
     */
    public int awaitEnd(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(
                    name + " still runs after " + limit.toSeconds() + " s; it printed: " + printed());
        }
        return process.exitValue();
    }

    /** SIGTERM, and SIGKILL when it has not ended within the limit. */
    public void stop(Duration limit) {
        process.destroy();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /** SIGTERM; returns at once. */
    public void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        kill();
    }
}
