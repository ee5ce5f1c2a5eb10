package io.keelstream.benchmarks.sandbox;

import io.keelstream.sandbox.SandboxServer;
import io.keelstream.testing.process.ChildProcess;
import io.keelstream.testing.process.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Fills a sandbox that runs as its own process with objects, opens watches, and measures single writes. Half of the watches
 * select one of a hundred namespaces, a quarter one of ten shards by label, and a quarter hear of everything.
 */
public final class SandboxLoad {

    private static final int NAMESPACES = 100;
    private static final int SHARDS = 10;
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private SandboxLoad() {}

    /**
     * Prints memory, latencies and whether all watches heard everything; ends with 1 where a limit is not kept.
     *
     * @param arguments number of objects (10000), of watches (200) and of measured writes (2000)
     */
    public static void main(String[] arguments) throws Exception {
        int objects = number(arguments, 0, 10_000);
        int watches = number(arguments, 1, 200);
        int writes = number(arguments, 2, 2_000);
        Path folder = Files.createTempDirectory("sandbox-load");
        Path kubeconfig = folder.resolve("kubeconfig");
        try (ChildProcess sandbox = start(folder, kubeconfig);
                LoadClient client = LoadClient.of(kubeconfig)) {
            fill(client, objects);
            WatchLoad heard = WatchLoad.open(client, watches, NAMESPACES, SHARDS);
            Latencies latencies = write(client, objects, writes);
            boolean all = heard.awaitAll(PATIENCE);
            long memory = residentMebibytes(sandbox);
            System.out.printf(
                    "%d objects, %d watches, %d writes: p50 %.1f ms, p99 %.1f ms, most %.1f ms; at most %d MiB resident;"
                            + " watches heard %d events, %s%n",
                    objects,
                    watches,
                    writes,
                    latencies.milliseconds(0.50),
                    latencies.milliseconds(0.99),
                    latencies.milliseconds(1.0),
                    memory,
                    heard.events(),
                    all ? "all of theirs" : "NOT all of theirs");
            boolean kept = all && memory <= 300 && latencies.milliseconds(0.99) < 20;
            System.out.println(kept ? "within the limits (300 MiB, p99 20 ms)" : "NOT within the limits");
            System.exit(kept ? 0 : 1);
        }
    }

    private static ChildProcess start(Path folder, Path kubeconfig) throws IOException {
        ChildProcess sandbox = ChildProcess.start(
                "sandbox",
                folder,
                JavaCommand.of(
                        List.of("-Xmx176m", "-XX:+UseSerialGC"), SandboxServer.class, "0", kubeconfig.toString()));
        sandbox.await("serves", PATIENCE, () -> Files.exists(kubeconfig));
        return sandbox;
    }

    private static void fill(LoadClient client, int objects) throws IOException, InterruptedException {
        for (int i = 0; i < NAMESPACES; i++) {
            client.create("/api/v1/namespaces", "{\"metadata\":{\"name\":\"load-" + i + "\"}}");
        }
        for (int i = 0; i < objects; i++) {
            client.create(collection(i), body(i, 0));
        }
    }

    /** Each write waits a little after the one before, as those of clients do. */
    private static Latencies write(LoadClient client, int objects, int writes)
            throws IOException, InterruptedException {
        Latencies latencies = new Latencies();
        for (int i = 0; i < writes + writes / 4; i++) {
            int object = ThreadLocalRandom.current().nextInt(objects);
            long start = System.nanoTime();
            client.apply(collection(object) + "/object-" + object, body(object, i + 1));
            if (i >= writes / 4) {
                latencies.add(System.nanoTime() - start);
            }
            Thread.sleep(PAUSE);
        }
        return latencies;
    }

    private static String collection(int object) {
        return "/api/v1/namespaces/load-" + object % NAMESPACES + "/configmaps";
    }

    /** About 2 kB, as small manifests are. */
    private static String body(int object, int round) {
        return """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"object-%d","namespace":"load-%d",\
            "labels":{"shard":"%d"}},"data":{"round":"%d","text":"%s"}}\
            """.formatted(object, object % NAMESPACES, object % SHARDS, round, "x".repeat(1800));
    }

    private static long residentMebibytes(ChildProcess process) throws IOException {
        List<String> lines = Files.readAllLines(
                Path.of("/proc", Long.toString(process.handle().pid()), "status"));
        return lines.stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }
}
