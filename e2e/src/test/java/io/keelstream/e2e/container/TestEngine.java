package io.keelstream.e2e.container;

import io.keelstream.e2e.deploy.DeployFolder;
import io.keelstream.testing.process.Program;
import io.keelstream.testing.process.Program.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A container engine that {@code e2e/containers/engine} starts: of its own, which goes down with this JVM even when it is not closed; or
 * the one that {@value #SHARED} names, which several suites share and none ends. Thread-safe.
 */
public final class TestEngine implements AutoCloseable {

    /** The variable with the state folder of an engine that is up and has the stand-ins; the script's own. */
    private static final String SHARED = "KEELSTREAM_ENGINE";

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path state;
    private final Map<String, String> settings;
    private final boolean shared;

    private TestEngine(Path state, String printed, boolean shared) {
        this.state = state;
        this.settings = printed.lines()
                .map(line -> line.split("=", 2))
                .filter(parts -> parts.length == 2)
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        this.shared = shared;
    }

    /** Why none can be started here; empty where one can. */
    public static Optional<String> whyNot() {
        Ended ended = script().run("check");
        return ended.code() == 0 ? Optional.empty() : Optional.of(ended.text());
    }

    /** Starts one without images and containers, or takes the one that is shared. */
    public static TestEngine start() {
        String place = System.getenv(SHARED);
        if (place != null) {
            return new TestEngine(Path.of(place), demand(script(), "settings", "--state", place), true);
        }
        try {
            Path state = Files.createTempDirectory("keelstream-engine");
            String owner = Long.toString(ProcessHandle.current().pid());
            return new TestEngine(state, demand(script(), "up", "--state", state.toString(), "--owner", owner), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where ports that are published are reached from this machine. */
    String address() {
        return setting("ADDRESS");
    }

    /** Where containers reach this machine. */
    String machine() {
        return setting("MACHINE");
    }

    /** What {@code docker} prints; fails where it does. */
    public String docker(List<String> arguments) {
        return demand(client(), arguments.toArray(String[]::new));
    }

    /** The same. */
    public String docker(String... arguments) {
        return docker(List.of(arguments));
    }

    /** How {@code docker} ends. */
    public Ended run(String... arguments) {
        return client().run(LIMIT, "", List.of(arguments));
    }

    /** What a command prints that sees the containers' processes as this machine's. */
    public String inside(String... command) {
        List<String> all = new ArrayList<>(List.of("inside", "--state", state.toString()));
        all.addAll(List.of(command));
        return demand(script(), all.toArray(String[]::new));
    }

    /** How a command of this machine ends in the engine's network, where 127.0.0.1 has what containers publish there. */
    public Ended onHost(String... command) {
        return script().run(
                        LIMIT,
                        "",
                        Stream.concat(Stream.of("run", "--state", state.toString()), Stream.of(command))
                                .toList());
    }

    /** A program that works with containers, with this engine in place of the machine's. */
    public Program with(Program program) {
        return program.with("DOCKER_HOST", setting("DOCKER_HOST"));
    }

    /** Makes the stand-ins known, where they are not. */
    public void loadStandIns() {
        if (!shared) {
            TestImages.made("stand-ins").forEach(this::load);
        }
    }

    /** Makes the image of a tar known; its name. */
    public String load(Path tar) {
        String loaded = docker("load", "--quiet", "--input", tar.toString());
        return loaded.substring(loaded.indexOf(": ") + 2);
    }

    @Override
    public void close() {
        if (!shared) {
            demand(script(), "down", "--state", state.toString());
        }
    }

    private Program client() {
        return Program.of("docker", "--host", setting("DOCKER_HOST"));
    }

    private String setting(String name) {
        return Optional.ofNullable(settings.get(name)).orElseThrow();
    }

    private static Program script() {
        return Program.of(DeployFolder.root().resolve("e2e/containers/engine").toString());
    }

    private static String demand(Program program, String... arguments) {
        Ended ended = program.run(LIMIT, "", List.of(arguments));
        if (ended.code() != 0) {
            List<String> all = new ArrayList<>(program.command());
            all.addAll(Arrays.asList(arguments));
            throw new IllegalStateException(String.join(" ", all) + ": " + ended.text());
        }
        return ended.out().strip();
    }
}
