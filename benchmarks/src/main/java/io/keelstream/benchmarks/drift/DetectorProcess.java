package io.keelstream.benchmarks.drift;

import io.keelstream.drift.DriftDetectorApplication;
import io.keelstream.testing.process.ChildProcess;
import io.keelstream.testing.process.JavaCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Starts the drift detector as a process of its own. Stateless. */
final class DetectorProcess {

    /** The bound that the detector runs well within. */
    static final String HEAP = "-Xmx144m";

    private static final List<String> OPTIONS = List.of(
            HEAP,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=48m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private DetectorProcess() {}

    /** @param folder for what it prints */
    static ChildProcess start(String kafka, Path kubeconfig, Path folder) throws IOException {
        return ChildProcess.start(
                "drift-detector",
                folder,
                JavaCommand.of(
                        OPTIONS,
                        DriftDetectorApplication.class,
                        "--keelstream.installation=local",
                        "--keelstream.clusters[0].name=default",
                        "--keelstream.clusters[0].kubeconfig=" + kubeconfig,
                        "--spring.kafka.bootstrap-servers=" + kafka,
                        "--management.server.port=0"));
    }
}
