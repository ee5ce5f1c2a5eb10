package io.keelstream.cli.wait;

import io.keelstream.contracts.head.Commits;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the git-watcher knows of one ref.
 *
 * @param key {@code repository@ref}
 * @param processed the last commit whose results are all written; null before the first
 * @param commits the commits that were seen last
 * @param target what it knows of the target; null where the ref does not have it
 * @param changedApplication the commit at which the record of the target's application was written last; null without one
 */
record RefView(
        String key,
        @Nullable Revision processed,
        Commits commits,
        @Nullable TargetHead target,
        @Nullable Revision changedApplication) {

    /** The ref that has the target; else the one that has the commit; empty where none has either. */
    static Optional<RefView> of(Map<String, Head> records, TargetName target, String digits) {
        List<RefView> all = records.keySet().stream()
                .filter(key -> Topic.subject(key).equals(key))
                .sorted()
                .map(key -> of(key, records, target))
                .toList();
        return all.stream()
                .filter(each -> each.target != null && !each.target.removed())
                .findFirst()
                .or(() -> all.stream().filter(each -> each.target != null).findFirst())
                .or(() -> all.stream()
                        .filter(each -> !each.commits.beginning(digits).isEmpty())
                        .findFirst());
    }

    private static RefView of(String key, Map<String, Head> records, TargetName target) {
        Head ref = records.get(key);
        Head application = records.get(key + "#" + target.application());
        TargetHead head = application == null || application.application() == null
                ? null
                : application.application().targets().get(target.target());
        return new RefView(
                key,
                ref == null ? null : ref.revision(),
                ref == null || ref.commits() == null ? Commits.NONE : ref.commits(),
                head,
                application == null ? null : application.revision());
    }

    /** Whether every result of a commit is written. */
    boolean hasProcessed(NumberedCommit commit) {
        return processed != null && processed.isAtOrAfter(commit);
    }
}
