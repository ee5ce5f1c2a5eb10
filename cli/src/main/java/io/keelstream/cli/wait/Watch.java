package io.keelstream.cli.wait;

import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.Table;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.TableReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Follows the tables until a commit has come to its end at a target. Used by one thread, once. */
final class Watch implements AutoCloseable {

    private static final Duration LOAD_LIMIT = Duration.ofSeconds(30);
    private static final Duration OTHERWISE = Duration.ofMinutes(5);

    private final TargetName target;
    private final String digits;
    private final @Nullable Duration timeout;
    private final TableReader<Head> heads;
    private final TableReader<TargetState> states;
    private final TableReader<Plan> plans;
    private final Semaphore news = new Semaphore(0);

    /**
     * @param digits the first digits of the commit
     * @param timeout at most for so long; null for what the target's policy says
     */
    Watch(KafkaSettings kafka, TargetName target, String digits, @Nullable Duration timeout) {
        this.target = target;
        this.digits = digits;
        this.timeout = timeout;
        this.heads = new TableReader<>(kafka, Topic.HEAD, Head.class);
        this.states = new TableReader<>(kafka, Topic.TARGET, TargetState.class);
        this.plans = new TableReader<>(kafka, Topic.PLAN, Plan.class);
    }

    /**
     * Waits.
     *
     * @param lines gets a line whenever something else is waited for, and one for the end
     * @return the end; what was waited for last where the time is over
     */
    Progress end(Consumer<String> lines) throws InterruptedException {
        Table<Head> head = heads.load(LOAD_LIMIT);
        Table<TargetState> state = states.load(LOAD_LIMIT);
        Table<Plan> plan = plans.load(LOAD_LIMIT);
        heads.follow(changed -> news.release());
        states.follow(changed -> wake(changed));
        plans.follow(changed -> wake(changed));
        Patience patience = new Patience(timeout, System.nanoTime());
        String said = "";
        while (true) {
            news.drainPermits();
            Plan current = present(plan.get(target.toString()));
            Progress progress =
                    Outlook.of(target, digits, readable(head), present(state.get(target.toString())), current);
            if (!progress.text().equals(said)) {
                said = progress.text();
                lines.accept(said);
            }
            long now = System.nanoTime();
            long left = switch (progress) {
                case Progress.Healthy _, Progress.Failed _, Progress.NeedsPerson _, Progress.Ambiguous _ -> 0;
                case Progress.Running _ -> patience.whileReleasing(now);
                case Progress.Pending _ ->
                    patience.whileWaiting(
                            now,
                            current == null
                                    ? OTHERWISE
                                    : Duration.ofMillis(
                                            current.bundle().policy().health().timeoutMillis()));
            };
            if (left <= 0) {
                if (progress instanceof Progress.Pending || progress instanceof Progress.Running) {
                    lines.accept("the time is over");
                }
                return progress;
            }
            boolean _ = news.tryAcquire(left, TimeUnit.NANOSECONDS);
        }
    }

    private void wake(String changed) {
        if (changed.equals(target.toString())) {
            news.release();
        }
    }

    private static Map<String, Head> readable(Table<Head> table) {
        Map<String, Head> readable = new HashMap<>();
        table.entries().forEach(entry -> {
            Head head = present(entry);
            if (head != null) {
                readable.put(entry.key(), head);
            }
        });
        return readable;
    }

    private static <T extends Record> @Nullable T present(@Nullable Entry<T> entry) {
        return entry instanceof Entry.Present<T> present ? present.received().payload() : null;
    }

    @Override
    public void close() {
        heads.close();
        states.close();
        plans.close();
    }
}
