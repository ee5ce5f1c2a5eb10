package io.keelstream.benchmarks.webhooks;

import io.keelstream.benchmarks.scenario.ProcessUse;
import io.keelstream.benchmarks.scenario.Quantiles;
import io.keelstream.benchmarks.scenario.Table;
import io.keelstream.benchmarks.scenario.Traffic;
import io.keelstream.gitwatcher.webhook.Provider;
import io.keelstream.gitwatcher.wiring.GitWatcherApplication;
import io.keelstream.messaging.broker.EmbeddedBroker;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.topic.Provisioning;
import io.keelstream.testing.process.ChildProcess;
import io.keelstream.testing.process.JavaCommand;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends webhooks of GitHub at a fixed rate and prints the rows of {@code docs/performance.md}. */
@Command(
        name = "webhooks",
        description = {
            "Measures how fast webhooks are answered: all for one ref, at a fixed rate, whether they are answered or not.",
            "The git-watcher is a process of its own; the broker and the sender are in this one."
        },
        mixinStandardHelpOptions = true)
public final class WebhookBenchmark implements Callable<Integer> {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    @Option(names = "--per-second", description = "Webhooks per second (default: ${DEFAULT-VALUE}).")
    private int perSecond = 200;

    @Option(names = "--seconds", description = "Seconds that are measured (default: ${DEFAULT-VALUE}).")
    private int seconds = 60;

    @Option(names = "--warm-up", description = "Seconds at the same rate before (default: ${DEFAULT-VALUE}).")
    private int warmUp = 20;

    @Option(
            names = "--bytes",
            description = "Bytes of a payload; GitHub's have some 10,000 (default: ${DEFAULT-VALUE}).")
    private int bytes = 10_000;

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new WebhookBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("keelstream-webhooks");
        Path infra = folder.resolve("infra.git");
        try (FileRepository repository = new FileRepository(infra.toFile());
                EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0)) {
            repository.create(true);
            KafkaSettings kafka = KafkaSettings.at(broker.bootstrapServers());
            Provisioning.install(kafka.clientProperties(), 3, (short) 1);
            int port = freePort();
            try (ChildProcess watcher =
                            ChildProcess.start("git-watcher", folder, command(infra, folder, broker, port));
                    HttpClient client = HttpClient.newHttpClient()) {
                HttpRequest request = request(port);
                awaitAnswer(client, request);
                send(client, request, warmUp);
                try (Traffic traffic = new Traffic(kafka)) {
                    ProcessUse before = ProcessUse.of(watcher.handle());
                    Quantiles millis = new Quantiles(send(client, request, seconds));
                    ProcessUse after = ProcessUse.of(watcher.handle());
                    print(millis, after.processorSeconds() - before.processorSeconds(), traffic.upToNow());
                }
            }
        }
        return 0;
    }

    private void print(Quantiles millis, double processorSeconds, Traffic.Written written) {
        Table table = new Table(System.out);
        table.row("webhooks", "%d/s for %d s, %d bytes each".formatted(perSecond, seconds, bytes));
        table.row(
                "processors, load average of the last minute",
                "%d, %.1f"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        table.row(
                "from when it was due to 202, p50 / p99 / worst",
                "%.1f ms / %.1f ms / %.1f ms".formatted(millis.median(), millis.at(0.99), millis.max()));
        table.row(
                "processor time of git-watcher per webhook",
                "%.2f ms".formatted(1_000 * processorSeconds / (perSecond * seconds)));
        table.row("records written, for as many looks", Integer.toString(written.records()));
    }

    /** Milliseconds of every answer, from when its webhook was due: one that waits for others counts its wait. */
    private List<Double> send(HttpClient client, HttpRequest request, int duration) throws InterruptedException {
        List<CompletableFuture<Double>> answers = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < perSecond * duration; i++) {
            long due = start + i * 1_000_000_000L / perSecond;
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            answers.add(client.sendAsync(request, BodyHandlers.discarding()).thenApply(answer -> {
                if (answer.statusCode() != 202) {
                    throw new IllegalStateException("answered " + answer.statusCode());
                }
                return (System.nanoTime() - due) / 1e6;
            }));
        }
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private HttpRequest request(int port) {
        String start = "{\"ref\":\"refs/heads/main\",\"filler\":\"";
        byte[] body =
                (start + "x".repeat(Math.max(0, bytes - start.length() - 2)) + "\"}").getBytes(StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hooks/infra"))
                .header("Content-Type", "application/json")
                .header("X-Hub-Signature-256", Provider.GITHUB.proof().of(body, SECRET))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private static void awaitAnswer(HttpClient client, HttpRequest request) throws InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            try {
                if (client.send(request, BodyHandlers.discarding()).statusCode() == 202) {
                    return;
                }
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("git-watcher does not answer", e);
                }
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static List<String> command(Path infra, Path folder, EmbeddedBroker broker, int port) {
        return JavaCommand.of(
                List.of("-Xmx256m", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"),
                GitWatcherApplication.class,
                "--keelstream.installation=local",
                "--keelstream.state=" + folder.resolve("state"),
                "--keelstream.repositories[0].name=infra",
                "--keelstream.repositories[0].url=" + infra,
                "--keelstream.repositories[0].ref=main",
                "--keelstream.repositories[0].webhook.provider=github",
                "--keelstream.repositories[0].webhook.secret=" + SECRET,
                "--keelstream.webhooks.port=" + port,
                "--management.server.port=0",
                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
