package io.keelstream.e2e.system;

import io.keelstream.cli.connect.Endpoint;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.testing.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code keelstream up} as its own process, so that it can be killed. Used by one thread. */
public final class RunningKeelstream implements Keelstream {

    private static final Duration READY = Duration.ofMinutes(2);

    private static final Duration STOPPED = Duration.ofSeconds(40);

    private final ChildProcess process;
    private final Endpoint endpoint;

    private RunningKeelstream(ChildProcess process, Endpoint endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /**
     * Starts it on one repository's {@code main} and one cluster and returns when it is ready.
     *
     * @param state its state folder; one that was used before continues
     * @param access how it reaches the cluster: a kubeconfig, or a folder with one per service
     * @param more further options of {@code up}
     */
    public static RunningKeelstream up(Path state, String repository, Path access, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of("--repository", repository, "--ref", "main"));
        options.addAll(List.of("--kubeconfig", access.toString()));
        options.addAll(List.of(more));
        return up(state, options);
    }

    /** Starts it with these options of {@code up} (beside {@code --state} and its ports) and returns when it is ready. */
    public static RunningKeelstream up(Path state, List<String> options) throws IOException {
        return up(state, Map.of(), options);
    }

    /** The same with further variables in its environment. */
    public static RunningKeelstream up(Path state, Map<String, String> environment, List<String> options)
            throws IOException {
        List<String> all = new ArrayList<>(List.of("--state", state.toString()));
        all.addAll(options);
        ChildProcess process = ChildProcess.start("up", state, environment, UpProgram.command(all));
        process.awaitPrinted("ready: ", READY);
        Endpoint endpoint = Objects.requireNonNull(Endpoint.read(state), "up is ready and wrote no endpoint");
        return new RunningKeelstream(process, endpoint);
    }

    @Override
    public KafkaSettings kafka() {
        return KafkaSettings.at(endpoint.kafka());
    }

    @Override
    public String printed() {
        return process.printed();
    }

    /** Where it answers {@code /livez}, {@code /readyz} and {@code /metrics}. */
    public String http() {
        return endpoint.http();
    }

    /** Its process. */
    public ProcessHandle process() {
        return process.handle();
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.stop(STOPPED);
    }
}
