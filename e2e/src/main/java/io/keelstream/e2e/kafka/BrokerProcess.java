package io.keelstream.e2e.kafka;

import io.keelstream.e2e.system.UpProgram;
import io.keelstream.messaging.broker.BrokerMain;
import io.keelstream.testing.process.ChildProcess;
import io.keelstream.testing.process.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Kafka of its own, which can be killed and comes back with its data at the same place. Used by one thread. */
public final class BrokerProcess implements AutoCloseable {

    private static final String LINE = "bootstrap ";

    /** It takes three seconds of processor time to start, which a busy machine may stretch by a factor of thirty. */
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final Path folder;
    private final String servers;
    private ChildProcess process;

    /** Starts it below the folder and returns when it serves. */
    public BrokerProcess(Path folder) throws IOException {
        this.folder = folder;
        this.process = start(String.valueOf(Ports.free()));
        this.servers = process.printed()
                .lines()
                .filter(line -> line.startsWith(LINE))
                .findFirst()
                .orElseThrow()
                .substring(LINE.length());
    }

    /** {@code host:port}. */
    public String servers() {
        return servers;
    }

    /** Ends it with SIGKILL. */
    public void kill() {
        process.kill();
    }

    /** Brings it back. */
    public void restart() throws IOException {
        process = start(servers.substring(servers.indexOf(':') + 1));
    }

    @Override
    public void close() {
        kill();
    }

    private ChildProcess start(String port) throws IOException {
        ChildProcess started = ChildProcess.start(
                "broker",
                folder.resolveSibling(folder.getFileName() + "-logs"),
                UpProgram.broker(List.of(), BrokerMain.class.getName(), List.of(folder.toString(), port)));
        started.await("serves", START_LIMIT, () -> started.printed().lines().anyMatch(line -> line.startsWith(LINE)));
        return started;
    }
}
