package io.keelstream.e2e.compose;

import io.keelstream.e2e.compose.ComposedService.Mount;
import io.keelstream.testing.process.ChildProcess;
import io.keelstream.testing.process.JavaCommand;
import io.keelstream.testing.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs services of {@code docker-compose.yml} as processes of this machine, by their own commands, environments and mounted
 * files: places in a container are replaced by what is mounted there, names of hosts by addresses on 127.0.0.1. Used by one
 * thread.
 */
final class WithoutContainers implements AutoCloseable {

    private final Path folder;
    private final Map<String, String> addresses;
    private final Map<ComposedService, ChildProcess> running = new LinkedHashMap<>();

    /**
     * @param folder of volumes and logs
     * @param addresses what replaces hosts and ports
     */
    WithoutContainers(Path folder, Map<String, String> addresses) {
        this.folder = folder;
        this.addresses = Map.copyOf(addresses);
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
    ChildProcess start(ComposedService service, Map<String, String> more) throws IOException {
        ChildProcess process = ChildProcess.start(
                service.name(), folder.resolve("logs"), environment(service, more), here(service, service.command()));
        running.put(service, process);
        return process;
    }

    /** Asks a service's health check; whether it is satisfied. */
    boolean healthy(ComposedService service, Map<String, String> replaced) {
        List<String> check = service.healthCheck().stream()
                .map(each -> replace(each, replaced))
                .toList();
        Program program = new Program(here(service, check), Path.of(""), environment(service, Map.of()));
        return program.run().code() == 0;
    }

    /** What the service has printed so far. */
    String printed(ComposedService service) {
        ChildProcess process = running.get(service);
        return process == null ? service.name() + " was not started" : process.printed();
    }

    @Override
    public void close() {
        running.values().forEach(ChildProcess::close);
    }

    private Map<String, String> environment(ComposedService service, Map<String, String> more) {
        Map<String, String> all = new HashMap<>();
        all.put("PATH", System.getenv("PATH"));
        service.environment().forEach((name, value) -> all.put(name, here(service, value)));
        all.putAll(more);
        all.merge("PATH", Path.of(JavaCommand.java()).getParent().toString(), (path, java) -> java + ":" + path);
        return all;
    }

    private List<String> here(ComposedService service, List<String> command) {
        return command.stream().map(each -> here(service, each)).toList();
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
