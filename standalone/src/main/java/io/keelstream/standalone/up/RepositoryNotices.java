package io.keelstream.standalone.up;

import io.keelstream.cli.status.RefProblems;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.Table;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.TableReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reports problems of a whole repository, which no event of a target reports: once when they begin, once when they end.
 * After {@link #start} it works on its own thread.
 */
final class RepositoryNotices implements AutoCloseable {

    private static final Duration LOAD_LIMIT = Duration.ofSeconds(30);

    private final TableReader<Head> reader;
    private final Consumer<String> out;
    private final Set<String> reported = new LinkedHashSet<>();
    private final Map<String, List<Problem>> problems = new HashMap<>();

    /** @param out gets the lines */
    RepositoryNotices(KafkaSettings kafka, Consumer<String> out) {
        this.reader = new TableReader<>(kafka, Topic.HEAD, Head.class);
        this.out = out;
    }

    /** Reports current problems, then every change. */
    void start() {
        Table<Head> heads = reader.load(LOAD_LIMIT);
        report(heads);
        reader.follow(key -> {
            if (key.indexOf('#') < 0 && changed(key, heads.get(key))) {
                report(heads);
            }
        });
    }

    /** Whether a ref has other problems than before. Only then the records of all its applications are looked at. */
    private boolean changed(String ref, @Nullable Entry<Head> entry) {
        List<Problem> now = entry instanceof Entry.Present<Head>(Received<Head> received)
                ? received.payload().problems()
                : List.of();
        List<Problem> before = now.isEmpty() ? problems.remove(ref) : problems.put(ref, now);
        return !now.equals(Objects.requireNonNullElse(before, List.of()));
    }

    @Override
    public void close() {
        reader.close();
    }

    private void report(Table<Head> heads) {
        List<Received<Head>> present = new ArrayList<>();
        for (Entry<Head> entry : heads.entries()) {
            if (entry instanceof Entry.Present<Head> each) {
                present.add(each.received());
            }
        }
        List<String> now = RefProblems.lines(present);
        now.stream().filter(reported::add).forEach(line -> out.accept("repository " + line));
        resolved(reported, now).forEach(each -> out.accept("repository " + each + " is resolved"));
        reported.retainAll(now);
    }

    /** The refs with the reasons for which no line is left; another text with the same reason is the same problem. */
    static List<String> resolved(Collection<String> reported, List<String> now) {
        Set<String> left = now.stream().map(RepositoryNotices::refAndReason).collect(Collectors.toSet());
        return reported.stream()
                .map(RepositoryNotices::refAndReason)
                .distinct()
                .filter(each -> !left.contains(each))
                .toList();
    }

    private static String refAndReason(String line) {
        return line.substring(0, line.indexOf(':', line.indexOf("  ")));
    }
}
