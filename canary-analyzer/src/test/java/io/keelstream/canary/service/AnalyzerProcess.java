package io.keelstream.canary.service;

import io.keelstream.testing.process.ChildProcess;
import io.keelstream.testing.process.JavaCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Starts instances of the analyzer that can be killed. Stateless. */
final class AnalyzerProcess {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private AnalyzerProcess() {}

    /** Starts an instance and returns when it works on its partitions. */
    static ChildProcess start(World world, FakePrometheus prometheus) {
        try {
            ChildProcess analyzer = ChildProcess.start(
                    "analyzer",
                    world.logs(),
                    JavaCommand.small(
                            AnalyzerMain.class,
                            world.kafka().bootstrapServers(),
                            prometheus.url().toString()));
            analyzer.awaitPrinted("ready", START_LIMIT);
            return analyzer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
