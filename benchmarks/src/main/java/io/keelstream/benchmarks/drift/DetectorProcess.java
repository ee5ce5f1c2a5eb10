package io.keelstream.benchmarks.drift;

import io.keelstream.drift.DriftDetectorApplication;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The drift detector as a process of its own. Used by one thread. */
final class DetectorProcess implements AutoCloseable {

    /** The bound that the detector runs well within. */
    static final String HEAP = "-Xmx144m";

    private final Process process;

    private DetectorProcess(Process process) {
        this.process = process;
    }

    static DetectorProcess start(String kafka, Path kubeconfig, Path log) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=48m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                DriftDetectorApplication.class.getName(),
                "--keelstream.installation=local",
                "--keelstream.clusters[0].name=default",
                "--keelstream.clusters[0].kubeconfig=" + kubeconfig,
                "--spring.kafka.bootstrap-servers=" + kafka,
                "--management.server.port=0");
        return new DetectorProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Ends it with SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
