package io.keelstream.e2e.container;

import io.keelstream.testing.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Asks a Service on the node until it is closed: fifty times a second at most, each time on a new connection, one after the other. Used by
 * one thread.
 */
final class NodeClient implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final ChildProcess process;

    private NodeClient(ChildProcess process) {
        this.process = process;
    }

    /**
     * Starts to ask.
     *
     * @param onNode what runs a command in the node's network
     * @param url what it asks
     */
    static NodeClient start(Path folder, List<String> onNode, String url) throws IOException {
        List<String> curl = List.of(
                "curl --silent --show-error --no-buffer --fail --max-time 5 --rate 50/s --header Connection:close"
                        .split(" "));
        // every number is another request, so that one process sends them all
        List<String> command = Stream.of(onNode, curl, List.of(url + "?[1-1000000]"))
                .flatMap(List::stream)
                .toList();
        return new NodeClient(ChildProcess.start("client", folder, command));
    }

    /** Waits until the last answer is this one. */
    void await(String answer) {
        process.await("is answered " + answer, LIMIT, () -> process.printed().endsWith(answer + "\n"));
    }

    /** What was answered so far, one line each; a request that failed is curl's message. */
    List<String> answers() {
        return process.printed().lines().toList();
    }

    @Override
    public void close() {
        process.kill();
    }
}
