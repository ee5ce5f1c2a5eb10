package io.keelstream.notifier.notice;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.text.Wildcard;
import java.util.List;
import java.util.Set;

/**
 * What a sink is told of. Immutable.
 *
 * @param targets patterns of targets ({@code production/*}); one that begins with {@code !} excludes
 * @param kinds kinds of events
 * @param outcomes outcomes of finished deployments; empty for all
 * @param reminders whether events that repeat an earlier one count
 */
public record NoticeFilter(List<String> targets, Set<Kind> kinds, Set<Outcome> outcomes, boolean reminders) {

    public NoticeFilter {
        targets = List.copyOf(targets);
        kinds = Set.copyOf(kinds);
        outcomes = Set.copyOf(outcomes);
    }

    /** Whether the sink is told. */
    public boolean takes(Notice notice) {
        return kinds.contains(notice.kind())
                && (reminders || !notice.reminder())
                && (outcomes.isEmpty()
                        || notice.outcome().map(outcomes::contains).orElse(true))
                && Wildcard.allows(targets, notice.target());
    }
}
