package io.keelstream.benchmarks.canaryload;

import io.keelstream.canary.CanaryAnalyzerApplication;
import io.keelstream.testing.process.ChildProcess;
import io.keelstream.testing.process.JavaCommand;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The canary-analyzer as a process of its own that writes down its garbage collections. Used by one thread. */
final class AnalyzerProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Pattern COLLECTION = Pattern.compile("(Pause \\w+) .*?(\\d+)M->(\\d+)M\\(");

    private final Path folder;
    private final Path collections;
    private final ChildProcess process;

    /**
     * The heap as its collections showed it, in MiB.
     *
     * @param greatest before a collection
     * @param live after a full one, at the end
     */
    record Heap(long greatest, long live) {}

    AnalyzerProcess(Container container, String kafka, URI metrics, Path folder) throws IOException {
        this.folder = folder;
        collections = folder.resolve("collections.log");
        process = ChildProcess.start(
                "canary-analyzer",
                folder,
                JavaCommand.of(
                        Stream.concat(
                                        container.arguments().stream(),
                                        Stream.of(
                                                "-Xlog:gc:file=" + collections,
                                                "--enable-native-access=ALL-UNNAMED",
                                                "--sun-misc-unsafe-memory-access=allow"))
                                .toList(),
                        CanaryAnalyzerApplication.class,
                        "--keelstream.installation=local",
                        "--keelstream.metrics.sources[0].name=load",
                        "--keelstream.metrics.sources[0].url=" + metrics,
                        "--spring.kafka.bootstrap-servers=" + kafka,
                        "--management.server.port=0"));
    }

    ProcessHandle handle() {
        return process.handle();
    }

    /** Collects all garbage, and reports the heap since the start. */
    Heap heap() throws IOException, InterruptedException {
        try (ChildProcess collect = ChildProcess.start(
                "jcmd",
                folder,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(handle().pid()),
                        "GC.run"))) {
            collect.awaitEnd(LIMIT);
        }
        List<MatchResult> all =
                COLLECTION.matcher(Files.readString(collections)).results().toList();
        return new Heap(
                all.stream()
                        .mapToLong(each -> Long.parseLong(each.group(2)))
                        .max()
                        .orElse(0),
                all.isEmpty() ? 0 : Long.parseLong(all.getLast().group(3)));
    }

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return process.toString();
    }
}
