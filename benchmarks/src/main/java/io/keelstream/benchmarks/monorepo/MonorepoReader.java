package io.keelstream.benchmarks.monorepo;

import io.keelstream.benchmarks.scenario.Quantiles;
import io.keelstream.benchmarks.scenario.Table;
import io.keelstream.gitwatcher.bundle.SealedSecrets;
import io.keelstream.gitwatcher.bundle.SecretRule;
import io.keelstream.gitwatcher.evaluation.ApplicationTransition;
import io.keelstream.gitwatcher.evaluation.CommitEvaluator;
import io.keelstream.gitwatcher.evaluation.Evaluation;
import io.keelstream.gitwatcher.evaluation.EvaluationSettings;
import io.keelstream.gitwatcher.evaluation.HeldMemory;
import io.keelstream.gitwatcher.evaluation.Provenance;
import io.keelstream.gitwatcher.evaluation.RefClaims;
import io.keelstream.gitwatcher.evaluation.RefMemory;
import io.keelstream.gitwatcher.evaluation.RenderPool;
import io.keelstream.gitwatcher.git.Fetched;
import io.keelstream.gitwatcher.git.GitCredentials;
import io.keelstream.gitwatcher.git.Look;
import io.keelstream.gitwatcher.git.RepositoryClone;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.FilesRenderer;
import io.keelstream.gitwatcher.render.MissingRenderer;
import io.keelstream.gitwatcher.render.Renderers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the repository as git-watcher does, without Kafka, and says what that needs. A process of its own. */
final class MonorepoReader implements AutoCloseable {

    private final Path folder;
    private final RenderPool workers = new RenderPool(2);
    private final RefMemory memory = new RefMemory();
    private final CommitEvaluator evaluator;

    private MonorepoReader(Path folder) {
        this.folder = folder;
        this.evaluator = new CommitEvaluator(new EvaluationSettings(
                new Renderers(
                        new FilesRenderer(),
                        new MissingRenderer("kustomize", "not used here"),
                        new MissingRenderer("helm", "not used here")),
                Map.of("default", ClusterFacts.UNSTATED),
                new SecretRule.Refuse(),
                new SealedSecrets(),
                workers,
                HeldMemory.apart(1)));
    }

    /**
     * Measures.
     *
     * @param arguments the url, the folder of {@code mono.git}, how many pushes, and the only folders to fetch
     */
    public static void main(String[] arguments) throws Exception {
        List<String> only = List.of(arguments).subList(3, arguments.length);
        Path folder = Path.of(arguments[1]);
        try (MonorepoReader reader = new MonorepoReader(folder)) {
            reader.measure(arguments[0], only, Integer.parseInt(arguments[2]));
        }
    }

    private void measure(String url, List<String> only, int pushes) throws Exception {
        System.out.println();
        System.out.println(only.isEmpty() ? "As a whole:" : "Folders " + only + ":");
        Table table = new Table(System.out);
        Path state = Files.createTempDirectory(folder, "state");
        RepositorySettings settings = new RepositorySettings(
                "mono",
                url,
                "refs/heads/main",
                "deploy",
                Duration.ofSeconds(30),
                new GitCredentials.None(),
                RepositorySettings.Options.NONE.of(only));
        try (RepositoryClone clone = RepositoryClone.open(settings, state)) {
            long start = System.nanoTime();
            Fetched fetched = clone.fetch((Look.At) clone.look());
            if (fetched instanceof Fetched.Failed(var problem)) {
                table.row("first look", seconds(start) + ", " + problem.reason() + ": " + problem.message());
                return;
            }
            table.row("fetched", seconds(start));
            int applications = evaluate((Fetched.Commit) fetched);
            table.row("first look: " + applications + " applications rendered", seconds(start));
            table.row("disk", (MonorepoBenchmark.size(state) >> 20) + " MiB");
            Monorepo repository = new Monorepo(folder.resolve("mono.git"));
            List<Double> times = new ArrayList<>();
            for (int number = 0; number < pushes; number++) {
                repository.push(number, "value-" + number);
                long pushed = System.nanoTime();
                evaluate((Fetched.Commit) clone.fetch((Look.At) clone.look()));
                times.add((System.nanoTime() - pushed) / 1e6);
            }
            Quantiles push = new Quantiles(times);
            table.row("one push, median / worst of " + pushes, "%.0f / %.0f ms".formatted(push.median(), push.max()));
            table.row("disk after them", (MonorepoBenchmark.size(state) >> 20) + " MiB");
            System.gc();
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            table.row("heap after a full collection; most resident", (heap >> 20) + " MiB; " + resident());
        }
    }

    /** How many applications it rendered. */
    private int evaluate(Fetched.Commit commit) throws InterruptedException {
        List<ApplicationTransition> transitions = new ArrayList<>();
        Evaluation evaluation = evaluator.evaluate(
                memory,
                commit.snapshot(),
                commit.revision(),
                "deploy",
                new RefClaims(memory.heads(), name -> "", true),
                Provenance.UNCHECKED,
                transitions::addAll);
        transitions.forEach(each -> memory.record(each.application(), each.head()));
        memory.evaluated(evaluation, commit.revision());
        if (transitions.isEmpty()) {
            throw new IllegalStateException("a commit changed nothing");
        }
        return transitions.size();
    }

    private static String seconds(long since) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - since) / 1e9);
    }

    private static String resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> (Long.parseLong(line.replaceAll("\\D", "")) >> 10) + " MiB")
                .findFirst()
                .orElse("not known here");
    }

    @Override
    public void close() {
        workers.close();
    }
}
