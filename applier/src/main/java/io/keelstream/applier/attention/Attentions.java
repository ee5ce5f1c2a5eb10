package io.keelstream.applier.attention;

import io.keelstream.applier.decision.Pause;
import io.keelstream.applier.record.Known;
import io.keelstream.contracts.attention.Attention;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a target waits for a person, and which events say so now. The read model remembers what was said: it is written together with
 * the events, so whatever dies in between, each thing is said once for each commit that waits, repeated, and resolved once. While a record cannot be read,
 * and until what Git wants now is planned, what stands stays as it is. Pure.
 *
 * @param standing what waits: what the read model is to remember
 * @param said what of it an event says now
 * @param resolved what an event said before, and does not wait any more
 * @param again when the next event is due, where nothing changes before; null where none is
 */
public record Attentions(
        List<Attention> standing,
        List<Attention> said,
        List<Attention> resolved,
        @Nullable Instant again) {

    public Attentions {
        standing = List.copyOf(standing);
        said = List.copyOf(said);
        resolved = List.copyOf(resolved);
    }

    /**
     * Looks at the records of a target.
     *
     * @param pause the pause that is in force; null without one
     */
    public static Attentions of(TargetName name, Known known, @Nullable Pause pause, Instant now) {
        List<Attention> before = published(known.state());
        if (!known.certain() || Waits.unanswered(known)) {
            return new Attentions(before, List.of(), List.of(), null);
        }
        List<Wait> standing = new ArrayList<>();
        List<Attention> said = new ArrayList<>();
        for (Wait found : Waits.of(name, known, pause, now)) {
            Wait wait = before.stream()
                    .filter(found.attention()::same)
                    .findFirst()
                    .map(found::continuing)
                    .orElse(found);
            if (!wait.due().isAfter(now)) {
                wait = wait.said(now);
                said.add(wait.attention());
            }
            standing.add(wait);
        }
        List<Attention> left = standing.stream().map(Wait::attention).toList();
        return new Attentions(
                left,
                said,
                before.stream()
                        .filter(each -> each.said() != null && left.stream().noneMatch(each::same))
                        .toList(),
                standing.stream().map(Wait::due).min(Comparator.naturalOrder()).orElse(null));
    }

    /** The end of a target: nothing of it waits any more. */
    public static Attentions ofNothing(@Nullable TargetState published) {
        List<Attention> said = published(published).stream()
                .filter(each -> each.said() != null)
                .toList();
        return new Attentions(List.of(), List.of(), said, null);
    }

    private static List<Attention> published(@Nullable TargetState state) {
        return state == null ? List.of() : state.attention();
    }
}
