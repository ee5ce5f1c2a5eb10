package io.keelstream.e2e.latest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionTimeoutException;

/** Tells stories, side by side, each to a target of its own, and looks at what became of them. Used by one thread. */
final class Telling {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Duration window;
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private final List<Duration> latencies = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private List<String> slowest = List.of();
    private long stories;
    private long hooks;
    private long approvals;

    /** @param window in which all commits of a story come */
    Telling(Duration window) {
        this.window = window;
    }

    /** The stories that a build tells, or the one, or as many as {@code keelstream.seed} and {@code keelstream.latest.runs} say. */
    static List<Long> seeds(int runs) {
        Long alone = Long.getLong("keelstream.seed");
        return alone != null
                ? List.of(alone)
                : LongStream.rangeClosed(1, Integer.getInteger("keelstream.latest.runs", runs))
                        .boxed()
                        .toList();
    }

    /** How many stories are told side by side, or as many as {@code keelstream.latest.beside} says. */
    static int beside(int usually) {
        return Integer.getInteger("keelstream.latest.beside", usually);
    }

    /** The time that a build takes for a story, or as {@code keelstream.latest.seconds} says. */
    static Duration window(int seconds) {
        return Duration.ofSeconds(Integer.getInteger("keelstream.latest.seconds", seconds));
    }

    /** Tells these stories. */
    void tell(World world, List<Long> seeds) {
        await().atMost(LIMIT).until(world.writes()::synced);
        List<Run> runs = seeds.stream()
                .map(seed -> new Run(Story.of(seed, window), world))
                .toList();
        if (!over(runs)) {
            faults.add("not every story ended: "
                    + runs.stream()
                            .filter(run -> !run.step())
                            .map(run -> "-Dkeelstream.seed=" + run.story().seed())
                            .toList());
        }
        List<Fact> facts = world.facts();
        runs.forEach(run -> check(run, facts, world.writes()));
        stories += runs.size();
    }

    /** Tells all of them; whether they ended in time. */
    private boolean over(List<Run> runs) {
        try {
            await().atMost(window.plus(LIMIT))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> runs.stream().filter(run -> !run.step()).count() == 0);
            return true;
        } catch (ConditionTimeoutException late) {
            return false;
        }
    }

    private void check(Run run, List<Fact> all, Writes writes) {
        List<Fact> facts = all.stream()
                .filter(fact -> Topic.subject(fact.key()).equals(run.target()))
                .toList();
        RunCheck check = new RunCheck(run, facts, writes);
        LastPush last = new LastPush(run, facts, writes);
        // The watch is a moment behind. What is wrong for good stays so.
        List<String> found = check.faults();
        for (Instant until = Instant.now().plus(SOON);
                !found.isEmpty() && Instant.now().isBefore(until); ) {
            found = check.faults();
        }
        if (!found.isEmpty()) {
            faults.add("-Dkeelstream.seed=" + run.story().seed() + ": " + found + "; the last push:\n"
                    + String.join("\n", last.timeline()));
        }
        check.deployments().forEach(each -> outcomes.merge(each.outcome(), 1, Integer::sum));
        hooks += writes.runs(run.namespace()).size();
        approvals += facts.stream()
                .filter(fact -> fact.topic() == Topic.AUDIT && fact.payload() instanceof DecisionAnswer)
                .count();
        Duration latency = last.latency();
        if (latency != null) {
            slowest = latencies.stream().allMatch(each -> each.compareTo(latency) < 0) ? last.timeline() : slowest;
            latencies.add(latency);
        }
    }

    /** Fails where a story did not end as it had to; prints what happened in all of them. */
    void assertEachEndedAsItHadTo() {
        List<Long> millis = latencies.stream().map(Duration::toMillis).sorted().toList();
        System.out.printf(
                "%d stories, deployments %s, %d hooks, %d approvals; the last commit was live within ms: %s%n",
                stories, outcomes, hooks, approvals, quantiles(millis));
        System.out.println("The slowest:\n" + String.join("\n", slowest));
        assertThat(faults).isEmpty();
    }

    /** Fails unless all that stories are about happened in one of them, but for failures: short stories leave no time to fail. */
    void assertEverythingHappened() {
        assertThat(outcomes).containsKeys(Outcome.HEALTHY, Outcome.SUPERSEDED);
        assertThat(hooks).isPositive();
        assertThat(approvals).isPositive();
    }

    private static String quantiles(List<Long> millis) {
        return millis.isEmpty()
                ? "nothing of it was to be written"
                : "p50 %d, p99 %d, max %d (of %d)"
                        .formatted(
                                millis.get(millis.size() / 2),
                                millis.get((int) (millis.size() * 0.99)),
                                millis.getLast(),
                                millis.size());
    }
}
