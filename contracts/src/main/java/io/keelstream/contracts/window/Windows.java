package io.keelstream.contracts.window;

import io.keelstream.contracts.window.WeeklyHours.Stretch;
import io.keelstream.contracts.window.Window.Effect;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When changes may begin, given all windows of a target: within one that allows it, or at any time where none does; never
 * within one that denies it. A window that cannot be read is closed: it allows nothing, and denies everything. Pure.
 */
public final class Windows {

    /** No week is missed that a change of clocks swallows, and the next one is there. */
    private static final int DAYS_AHEAD = 15;

    private static final int DAYS_BACK = 2;

    private final List<Zoned> readable = new ArrayList<>();
    private final boolean limited;
    private final boolean shut;

    /** When the last pause ends. */
    private final Instant pausedUntil;

    /** @param windows those of the target; empty where changes begin at any time */
    public Windows(List<Window> windows) {
        boolean allows = false;
        boolean denies = false;
        Instant last = Instant.MIN;
        for (Window window : windows) {
            Instant pause = window.pauseEnd();
            if (pause != null) {
                last = pause.isAfter(last) ? pause : last;
                continue;
            }
            ZoneId zone = zone(window.timezone());
            Optional<WeeklyHours> hours = WeeklyHours.parse(window.hours());
            boolean read = zone != null && hours.isPresent();
            if (zone != null && hours.isPresent()) {
                readable.add(new Zoned(window.effect(), hours.get(), zone));
            }
            allows |= window.effect() != Effect.DENY;
            denies |= window.effect() != Effect.ALLOW && !read;
        }
        limited = allows;
        shut = denies;
        pausedUntil = last;
    }

    /** A window that can be read. */
    private record Zoned(Effect effect, WeeklyHours hours, ZoneId zone) {

        List<Stretch> around(Instant now) {
            LocalDate today = now.atZone(zone).toLocalDate();
            return hours.stretches(today.minusDays(DAYS_BACK), today.plusDays(DAYS_AHEAD), zone);
        }
    }

    /** Whether hours of the week can be read. */
    public static boolean readable(Window window) {
        return WeeklyHours.parse(window.hours()).isPresent() && zone(window.timezone()) != null;
    }

    /** Whether a text names a time zone. */
    public static boolean isZone(String text) {
        return zone(text) != null;
    }

    /** Whether changes may begin now. */
    public boolean open(Instant now) {
        return !paused(now) && open(now, stretches(Effect.ALLOW, now), stretches(Effect.DENY, now));
    }

    /** Whether changes may not begin because of a pause. */
    public boolean paused(Instant now) {
        return now.isBefore(pausedUntil);
    }

    /** When changes may begin next: now where they may; null where they never may. */
    public @Nullable Instant nextOpening(Instant now) {
        return first(paused(now) ? pausedUntil : now, true);
    }

    /** When changes may not begin any more: now where they may not; null where that never comes. */
    public @Nullable Instant nextClosing(Instant now) {
        return paused(now) ? now : first(now, false);
    }

    private @Nullable Instant first(Instant now, boolean wanted) {
        List<Stretch> allowed = stretches(Effect.ALLOW, now);
        List<Stretch> denied = stretches(Effect.DENY, now);
        return Stream.concat(
                        Stream.of(now),
                        Stream.concat(allowed.stream(), denied.stream())
                                .flatMap(stretch -> Stream.of(stretch.start(), stretch.end())))
                .filter(time -> !time.isBefore(now))
                .sorted()
                .filter(time -> open(time, allowed, denied) == wanted)
                .findFirst()
                .orElse(null);
    }

    private boolean open(Instant time, List<Stretch> allowed, List<Stretch> denied) {
        return !shut
                && denied.stream().noneMatch(stretch -> stretch.contains(time))
                && (!limited || allowed.stream().anyMatch(stretch -> stretch.contains(time)));
    }

    private List<Stretch> stretches(Effect effect, Instant now) {
        return readable.stream()
                .filter(window -> window.effect() == effect)
                .flatMap(window -> window.around(now).stream())
                .toList();
    }

    private static @Nullable ZoneId zone(String text) {
        try {
            ZoneId zone = ZoneId.of(text);
            return zone instanceof ZoneOffset ? null : zone;
        } catch (DateTimeException unknown) {
            return null;
        }
    }
}
