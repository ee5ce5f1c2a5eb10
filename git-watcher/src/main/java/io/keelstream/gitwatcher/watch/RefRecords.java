package io.keelstream.gitwatcher.watch;

import io.keelstream.contracts.head.Commits;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.gitwatcher.evaluation.RefMemory;
import io.keelstream.gitwatcher.source.RefSources;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of one ref in the {@code head} table.
 *
 * @param revision the last processed commit; null before the first
 * @param header trace context of the ref's own record; null without one
 * @param problems what is wrong with the ref
 * @param commits the commits that were seen last; where no record says so, the next number is higher than that of any target
 * @param memory the ref's applications
 * @param unreadable keys of unreadable records; they are written again from Git
 */
record RefRecords(
        @Nullable Revision revision,
        @Nullable String header,
        List<Problem> problems,
        Commits commits,
        RefMemory memory,
        List<String> unreadable) {

    /**
     * Reads the records of a ref.
     *
     * @param sources what is fetched for it from elsewhere
     */
    static RefRecords read(Table<Head> table, String ref, RefSources sources) {
        RefMemory memory = new RefMemory(sources);
        List<String> unreadable = new ArrayList<>();
        Revision revision = null;
        String header = null;
        List<Problem> problems = List.of();
        Commits commits = null;
        for (Entry<Head> entry : table.entries()) {
            if (!HeadKeys.refOf(entry.key()).equals(ref)) {
                continue;
            }
            String application = HeadKeys.applicationOf(entry.key());
            switch (entry) {
                case Entry.Unreadable<Head> poison -> unreadable.add(poison.key());
                case Entry.Present<Head> present -> {
                    Head head = present.received().payload();
                    if (application.isEmpty()) {
                        revision = head.revision();
                        header = present.received().traceparent();
                        problems = head.problems();
                        commits = head.commits();
                        memory.recordCommit(revision, head.undecided() == null ? List.of() : head.undecided());
                    } else if (head.application() != null) {
                        memory.record(application, head.application());
                    }
                }
            }
        }
        Commits seen = commits == null ? new Commits(memory.newestNumber(), List.of()) : commits;
        return new RefRecords(revision, header, problems, seen, memory, unreadable);
    }
}
