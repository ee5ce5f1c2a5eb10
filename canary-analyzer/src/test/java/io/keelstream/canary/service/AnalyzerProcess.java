package io.keelstream.canary.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** An instance of the analyzer that can be killed. It dies with its standard input, hence with us. */
final class AnalyzerProcess implements AutoCloseable {

    private final Process process;

    private AnalyzerProcess(Process process) {
        this.process = process;
    }

    /** Starts an instance and returns when it works on its partitions. */
    static AnalyzerProcess start(World world, MadeUpPrometheus prometheus) {
        try {
            Process process = new ProcessBuilder(List.of(
                            System.getProperty("java.home") + "/bin/java",
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            AnalyzerMain.class.getName(),
                            world.kafka().bootstrapServers(),
                            prometheus.url().toString()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            AnalyzerProcess analyzer = new AnalyzerProcess(process);
            analyzer.awaitReady();
            return analyzer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    private void awaitReady() throws IOException {
        BufferedReader reader = process.inputReader();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.equals("ready")) {
                Thread.ofVirtual().start(() -> reader.lines().forEach(_ -> {}));
                return;
            }
        }
        throw new IllegalStateException("the analyzer ended before it was ready");
    }
}
