package io.keelstream.e2e.latest;

import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.e2e.system.Stage;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.Table;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.EventReader;
import io.keelstream.messaging.table.ReadEvent;
import io.keelstream.messaging.table.TableReader;
import io.keelstream.messaging.table.TableWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.jspecify.annotations.Nullable;

/**
 * All of Keelstream as its own process, with Kafka and a repository on disk: commits are pushed. Applications share the branch, so a
 * commit of one of them may be looked at together with commits of others.
 */
final class InstalledWorld implements World {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** What is recorded of a target. Of one transaction, the plan comes first that its other records are about. */
    private static final List<Topic> TOPICS = List.of(
            Topic.DESIRED,
            Topic.PLAN,
            Topic.RUNNING,
            Topic.INVENTORY,
            Topic.EXECUTION,
            Topic.DECISION,
            Topic.AUDIT,
            Topic.DEPLOYMENT,
            Topic.TARGET);

    private final List<String> commits = new ArrayList<>();
    private final Stage stage;
    private final Writes writes;
    private final Followed<Desired> desired;
    private final Followed<Inventory> inventories;
    private final Followed<Plan> running;
    private final TableWriter people;

    /** A table that is kept up to date. */
    private record Followed<T extends Record>(TableReader<T> reader, Table<T> table) implements AutoCloseable {

        static <T extends Record> Followed<T> of(KafkaSettings kafka, Topic topic, Class<T> type) {
            TableReader<T> reader = new TableReader<>(kafka, topic, type);
            Table<T> table = reader.load(LIMIT);
            reader.follow(key -> {});
            return new Followed<>(reader, table);
        }

        @Nullable
        T get(String key) {
            return table.get(key) instanceof Entry.Present<T> present
                    ? present.received().payload()
                    : null;
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    InstalledWorld(Path folder) {
        stage = Stage.in(folder).up();
        writes = Writes.of(stage.live().client());
        KafkaSettings kafka = stage.system().kafka();
        desired = Followed.of(kafka, Topic.DESIRED, Desired.class);
        inventories = Followed.of(kafka, Topic.INVENTORY, Inventory.class);
        running = Followed.of(kafka, Topic.RUNNING, Plan.class);
        people = new TableWriter(kafka, "/keelstream/people/" + Run.SOMEBODY);
    }

    @Override
    public Pushed push(String application, Wish wish) {
        try {
            for (Map.Entry<String, String> file : wish.files(application).entrySet()) {
                stage.repository().write(application + "/" + file.getKey(), file.getValue());
            }
            String commit = stage.repository().commit("Change " + application);
            commits.add(commit);
            Instant begun = Instant.now();
            stage.repository().publish();
            return new Pushed(commit, begun, Instant.now());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GitAPIException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<String> commits() {
        return List.copyOf(commits);
    }

    @Override
    public @Nullable Desired desired(String target) {
        return desired.get(target);
    }

    @Override
    public @Nullable Plan plan(String target) {
        return stage.plan(target);
    }

    @Override
    public @Nullable Inventory inventory(String target) {
        return inventories.get(target);
    }

    @Override
    public void decide(String target, Decision decision) {
        people.write(Fact.of(EventType.DECISION_MADE, decision.key(target), decision, EventContext.at(Instant.now())));
    }

    /** Readers leave tombstones out: a plan that is not there any more was taken away at the end. */
    @Override
    public List<Fact> facts() {
        try (EventReader reader = new EventReader(stage.system().kafka(), TOPICS)) {
            List<ReadEvent> events = reader.readAll(LIMIT);
            Stream<Fact> kept = events.stream()
                    .sorted(Comparator.comparing(
                                    (ReadEvent each) -> each.received().time())
                            .thenComparingInt(each -> TOPICS.indexOf(each.type().topic())))
                    .map(each -> Fact.of(
                            each.type(),
                            each.received().key(),
                            each.received().payload(),
                            EventContext.at(each.received().time())));
            Stream<Fact> ends = events.stream()
                    .filter(each -> each.type().topic() == Topic.RUNNING)
                    .map(each -> each.received().key())
                    .distinct()
                    .filter(key -> running.get(key) == null)
                    .map(key -> Fact.tombstone(EventType.RUNNING_CHANGED, key, EventContext.at(Instant.now())));
            return Stream.concat(kept, ends).toList();
        }
    }

    @Override
    public Writes writes() {
        return writes;
    }

    @Override
    public void close() {
        people.close();
        running.close();
        inventories.close();
        desired.close();
        writes.close();
        stage.close();
    }
}
