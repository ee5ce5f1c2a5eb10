package io.keelstream.e2e.compose;

import io.keelstream.e2e.compose.ComposedService.Mount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Runs services of {@code docker-compose.yml} as processes of this machine, by their own commands, environments and mounted
 * files: places in a container are replaced by what is mounted there, names of hosts by addresses on 127.0.0.1. Used by one
 * thread.
 */
final class WithoutContainers implements AutoCloseable {

    private final Path folder;
    private final Map<String, String> addresses;
    private final List<Process> running = new CopyOnWriteArrayList<>();

    /**
     * @param folder where volumes and logs are
     * @param addresses what stands in place of hosts and ports
     */
    WithoutContainers(Path folder, Map<String, String> addresses) {
        this.folder = folder;
        this.addresses = Map.copyOf(addresses);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** A named volume. */
    Path volume(String name) {
        try {
            return Files.createDirectories(folder.resolve("volumes").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a service. */
    Process start(ComposedService service, Map<String, String> more) throws IOException {
        Process process = run(service, service.command(), more);
        running.add(process);
        return process;
    }

    /** Asks a service's health check; whether it is satisfied. */
    boolean healthy(ComposedService service, Map<String, String> replaced) throws IOException, InterruptedException {
        List<String> check = service.healthCheck().stream()
                .map(each -> replace(each, replaced))
                .toList();
        return run(service, check, Map.of()).waitFor() == 0;
    }

    /** Where the service's output is. */
    Path log(ComposedService service) {
        return folder.resolve(service.name() + ".log");
    }

    @Override
    public void close() {
        running.forEach(Process::destroyForcibly);
        running.forEach(each -> each.onExit().join());
    }

    private Process run(ComposedService service, List<String> command, Map<String, String> more) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                command.stream().map(each -> here(service, each)).toList());
        service.environment().forEach((name, value) -> builder.environment().put(name, here(service, value)));
        builder.environment().putAll(more);
        builder.environment()
                .merge(
                        "PATH",
                        Path.of(System.getProperty("java.home"), "bin").toString(),
                        (path, java) -> java + ":" + path);
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(service).toFile()))
                .start();
    }

    /** The text as it has to be on this machine. */
    private String here(ComposedService service, String text) {
        return here(service.root(), service.mounts(), text);
    }

    private String here(Path root, List<Mount> mounts, String text) {
        String result = replace(text, addresses);
        for (Mount mount : mounts) {
            if (result.contains(mount.target())) {
                List<Mount> others =
                        mounts.stream().filter(each -> !each.equals(mount)).toList();
                result = result.replace(
                        mount.target(), place(root, mount, others).toString());
            }
        }
        return result;
    }

    /** What is mounted; of a configuration file a copy that names the places of this machine. */
    private Path place(Path root, Mount mount, List<Mount> others) {
        if (!mount.ofRepository()) {
            return volume(mount.source());
        }
        Path source = root.resolve(mount.source()).normalize();
        if (!mount.source().endsWith(".yaml")) {
            return source;
        }
        try {
            Path copy = Files.createTempFile(folder, "copy", "-" + source.getFileName());
            return Files.writeString(copy, here(root, others, Files.readString(source)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String replace(String text, Map<String, String> replaced) {
        String result = text;
        for (Map.Entry<String, String> each : replaced.entrySet()) {
            result = result.replace(each.getKey(), each.getValue());
        }
        return result;
    }
}
