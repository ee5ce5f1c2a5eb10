package io.keelstream.e2e.latest;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.hook.HookRun;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.messaging.event.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How soon the last commit of a story was live. Pure.
 *
 * @param run the story
 * @param facts everything that was written about its target, in order
 * @param writes what a watch saw of the cluster
 */
record LastPush(Run run, List<Fact> facts, Writes writes) {

    /**
     * How long the last commit took from when it could be applied until the cluster was as it wants; null where the cluster was so
     * before. It could not be applied while a hook ran that had begun before it, nor before its own hooks had ended.
     */
    @Nullable
    Duration latency() {
        Instant live = live();
        Instant begin = run.mayBegin();
        if (live.isBefore(begin) || live.equals(Instant.MAX)) {
            return null;
        }
        Instant free = hooksEnded(begin)
                .filter(end -> end.isBefore(live))
                .max(Instant::compareTo)
                .filter(end -> end.isAfter(begin))
                .orElse(begin);
        return Duration.between(free, live);
    }

    /** What was recorded from the last push, or its approval, until it was live; milliseconds from the last push on. */
    List<String> timeline() {
        Instant from = run.lastPush().begun();
        Instant live = live();
        List<String> lines = new ArrayList<>();
        lines.add(line(from, run.lastPush().done(), "Git has it"));
        facts.stream()
                .filter(fact -> !fact.context().time().isBefore(from)
                        && !fact.context().time().isAfter(live))
                .map(fact -> line(from, fact.context().time(), text(fact)))
                .forEach(lines::add);
        if (live.isBefore(Instant.MAX)) {
            lines.add(line(from, live, "live"));
        }
        return lines;
    }

    private static String line(Instant from, Instant at, String what) {
        return "%6d ms  %s".formatted(Duration.between(from, at).toMillis(), what);
    }

    private static String text(Fact fact) {
        String more = switch (fact.payload()) {
            case Plan plan -> " " + plan.state() + " of " + plan.revision().shortCommit();
            case Execution at -> " " + at.step().getClass().getSimpleName();
            case DeploymentFinished finished -> " " + finished.outcome();
            case null, default -> "";
        };
        return fact.type().name() + more;
    }

    /** Since when the cluster is as the last commit wants; {@link Instant#MAX} where it is not. */
    Instant live() {
        Wish wish = run.story().last().wish();
        return Stream.of(
                        writes.since(run.namespace(), "web", wish.imageName()),
                        writes.since(run.namespace(), "config", String.valueOf(wish.value())),
                        writes.since(run.namespace(), "extra", wish.extra() ? "1" : ""))
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private Stream<Instant> hooksEnded(Instant begin) {
        Map<String, Instant> begun = new HashMap<>();
        List<Instant> ended = new ArrayList<>();
        String last = "";
        for (Fact fact : facts) {
            if (fact.payload() instanceof Execution at) {
                last = at.deploymentId();
            }
        }
        for (Fact fact : facts) {
            if (fact.payload() instanceof Execution at
                    && at.step() instanceof Step.Hooking(HookRun hook, var _, var _)) {
                Instant since = begun.computeIfAbsent(
                        hook.name(at.deploymentId()), each -> fact.context().time());
                if (hook.end() != null
                        && (since.isBefore(begin) || at.deploymentId().equals(last))) {
                    ended.add(fact.context().time());
                }
            }
        }
        return ended.stream();
    }
}
