package io.keelstream.e2e.latest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.e2e.crash.PlannerAndApplier;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.messaging.event.Fact;
import io.keelstream.sandbox.Sandbox;
import io.keelstream.sandbox.SandboxOptions;
import io.keelstream.testing.partition.MemoryPartition;
import io.keelstream.testing.partition.MortalPartition.Fate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Planner and applier get commit after commit for a target: {@link Story}. The last one is live, and everything before it ended as
 * it had to: {@link RunCheck}. Stories are told side by side, each to a target of its own.
 *
 * <p>{@code -Dkeelstream.latest.runs=200} tells so many, {@code -Dkeelstream.latest.seconds=60} each in so much time, and
 * {@code -Dkeelstream.seed=7} that one alone.
 */
@AnyCluster
class LatestWinsTests {

    private static final int RUNS = Integer.getInteger("keelstream.latest.runs", 10);
    private static final Duration WINDOW = Duration.ofSeconds(Integer.getInteger("keelstream.latest.seconds", 5));
    private static final int AT_ONCE = 25;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private final List<Duration> latencies = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private long hooks;
    private long approvals;

    @TempDir
    private Path folder;

    @Test
    void lastCommitWinsWhateverComesBefore() {
        // Given
        Long alone = Long.getLong("keelstream.seed");
        List<Long> seeds = alone != null
                ? List.of(alone)
                : LongStream.rangeClosed(1, RUNS).boxed().toList();

        // When
        for (int from = 0; from < seeds.size(); from += AT_ONCE) {
            tell(seeds.subList(from, Math.min(from + AT_ONCE, seeds.size())));
        }

        // Then
        print(seeds.size());
        assertThat(faults).isEmpty();
        if (alone == null) {
            assertThat(outcomes).containsKeys(Outcome.HEALTHY, Outcome.FAILED, Outcome.SUPERSEDED);
            assertThat(hooks).isPositive();
            assertThat(approvals).isPositive();
        }
    }

    private void tell(List<Long> seeds) {
        MemoryPartition records = new MemoryPartition();
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
            Path kubeconfig = sandbox.writeKubeconfig(folder.resolve("kubeconfig-" + seeds.getFirst()));
            try (LiveCluster live = LiveCluster.open(kubeconfig);
                    Writes writes = Writes.of(live.client());
                    PlannerAndApplier services = new PlannerAndApplier(kubeconfig, records, Fate.NONE)) {
                await().atMost(LIMIT).until(writes::synced);
                List<Run> runs = seeds.stream()
                        .map(seed -> new Run(Story.of(seed, WINDOW), records, services))
                        .toList();
                boolean over = over(runs);
                runs.forEach(run -> check(run, records, writes));
                if (!over) {
                    faults.add("not every story ended: "
                            + runs.stream()
                                    .filter(run -> !run.step())
                                    .map(run ->
                                            "-Dkeelstream.seed=" + run.story().seed())
                                    .toList());
                }
            }
        }
    }

    /** Tells all of them; whether they ended in time. */
    private static boolean over(List<Run> runs) {
        try {
            await().atMost(WINDOW.plus(LIMIT))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> runs.stream().filter(run -> !run.step()).count() == 0);
            return true;
        } catch (ConditionTimeoutException late) {
            return false;
        }
    }

    private void check(Run run, MemoryPartition records, Writes writes) {
        List<Fact> facts = records.written().stream()
                .filter(fact -> Topic.subject(fact.key()).equals(run.target()))
                .toList();
        RunCheck check = new RunCheck(run, facts, writes);
        // The watch is a moment behind. What is wrong for good stays so.
        List<String> found = check.faults();
        for (Instant until = Instant.now().plus(SOON);
                !found.isEmpty() && Instant.now().isBefore(until); ) {
            found = check.faults();
        }
        if (!found.isEmpty()) {
            faults.add("-Dkeelstream.seed=" + run.story().seed() + ": " + found);
        }
        check.deployments().forEach(each -> outcomes.merge(each.outcome(), 1, Integer::sum));
        hooks += writes.runs(run.namespace()).size();
        approvals += facts.stream().filter(fact -> fact.topic() == Topic.AUDIT).count();
        Duration latency = check.latency();
        if (latency != null) {
            latencies.add(latency);
        }
    }

    private void print(int stories) {
        List<Long> millis = latencies.stream().map(Duration::toMillis).sorted().toList();
        System.out.printf(
                "%d stories, deployments %s, %d hooks, %d approvals; the last commit was applied within ms: p50 %d, p99 %d, max %d (of %d)%n",
                stories,
                outcomes,
                hooks,
                approvals,
                millis.get(millis.size() / 2),
                millis.get((int) (millis.size() * 0.99)),
                millis.getLast(),
                millis.size());
    }
}
