package io.keelstream.drift.report;

import io.keelstream.contracts.drift.DriftState.CorrectionHistory;
import io.keelstream.contracts.retry.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When to stop correcting. An object that was corrected three times within five minutes and drifts again is contested: the
 * next correction waits a minute, and twice as long each time it did not help, at most an hour. Pure.
 */
final class OwnershipContest {

    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final int CORRECTIONS = 3;
    private static final Backoff BACKOFF = new Backoff(Duration.ofMinutes(1), Duration.ofHours(1));

    private OwnershipContest() {}

    /** The history with one more correction. */
    static CorrectionHistory corrected(@Nullable CorrectionHistory before, String reference, Instant now) {
        List<Instant> times = new ArrayList<>(before == null ? List.of() : recent(before, now));
        times.add(now);
        return new CorrectionHistory(reference, times, before == null ? 0 : before.backoffs());
    }

    /** Whether one more correction would be in vain. */
    static boolean lost(@Nullable CorrectionHistory history, Instant now) {
        if (history == null) {
            return false;
        }
        int recent = recent(history, now).size();
        return recent >= CORRECTIONS || (history.backoffs() > 0 && recent > 0);
    }

    /** The history with one more back-off. */
    static CorrectionHistory backedOff(CorrectionHistory history) {
        return new CorrectionHistory(history.reference(), history.corrected(), history.backoffs() + 1);
    }

    /** When to correct again. */
    static Instant notBefore(CorrectionHistory backedOff, Instant now) {
        return now.plus(BACKOFF.after(backedOff.backoffs()));
    }

    /** Whether the history still counts: a contest without a change for longer than the longest pause has ended. */
    static boolean matters(CorrectionHistory history, Instant now) {
        return history.corrected().stream()
                .anyMatch(time -> time.plus(
                                history.backoffs() > 0 ? BACKOFF.longest().plus(WINDOW) : WINDOW)
                        .isAfter(now));
    }

    private static List<Instant> recent(CorrectionHistory history, Instant now) {
        return history.corrected().stream()
                .filter(time -> time.plus(WINDOW).isAfter(now))
                .toList();
    }
}
