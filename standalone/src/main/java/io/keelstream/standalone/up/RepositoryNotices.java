package io.keelstream.standalone.up;

import io.keelstream.cli.status.RefProblems;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.Table;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.TableReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Says what is wrong with a repository as a whole, which no event of a target says: once when it begins, once when it ends.
 * After {@link #start} it works on one thread of its own.
 */
final class RepositoryNotices implements AutoCloseable {

    private static final Duration LOAD_LIMIT = Duration.ofSeconds(30);

    private final TableReader<Head> reader;
    private final Consumer<String> out;
    private final Set<String> told = new LinkedHashSet<>();

    /** @param out gets the lines */
    RepositoryNotices(KafkaSettings kafka, Consumer<String> out) {
        this.reader = new TableReader<>(kafka, Topic.HEAD, Head.class);
        this.out = out;
    }

    /** Tells what is wrong now, then whatever changes. */
    void start() {
        Table<Head> heads = reader.load(LOAD_LIMIT);
        tell(heads);
        reader.follow(key -> {
            if (key.indexOf('#') < 0) {
                tell(heads);
            }
        });
    }

    @Override
    public void close() {
        reader.close();
    }

    private void tell(Table<Head> heads) {
        List<Received<Head>> present = new ArrayList<>();
        for (Entry<Head> entry : heads.entries()) {
            if (entry instanceof Entry.Present<Head> each) {
                present.add(each.received());
            }
        }
        List<String> now = RefProblems.lines(present);
        now.stream().filter(told::add).forEach(line -> out.accept("repository " + line));
        told.removeIf(line -> {
            boolean ended = !now.contains(line);
            if (ended) {
                out.accept("repository " + line.substring(0, line.indexOf(':', line.indexOf("  "))) + " is over");
            }
            return ended;
        });
    }
}
