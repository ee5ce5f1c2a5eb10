package io.keelstream.contracts.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.window.Window.Effect;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Windows against an oracle that looks at the clock on the wall, minute by minute. */
class WindowsPropertyTests {

    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe");
    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

    @Test
    void openingsAndClosingsAreTheFirstOnes() {
        Random random = new Random(7);
        for (int run = 0; run < 12; run++) {
            List<Window> drawn = windows(random);
            Windows windows = new Windows(drawn);
            Instant now = Instant.parse("2026-01-01T00:00:00Z").plus(random.nextInt(365 * 24 * 60), ChronoUnit.MINUTES);
            Instant opening = windows.nextOpening(now);
            Instant closing = windows.nextClosing(now);
            for (Instant time = now; time.isBefore(now.plus(Duration.ofDays(8))); time = time.plusSeconds(60)) {
                boolean open = windows.open(time);
                assertThat(open && (opening == null || time.isBefore(opening)))
                        .as("%s at %s before %s", drawn, time, opening)
                        .isFalse();
                assertThat(!open && (closing == null || time.isBefore(closing)))
                        .as("%s at %s before %s", drawn, time, closing)
                        .isFalse();
            }
            assertThat(opening == null || windows.open(opening)).as("%s", drawn).isTrue();
            assertThat(closing == null || !windows.open(closing))
                    .as("%s", drawn)
                    .isTrue();
        }
    }

    @Test
    void awayFromChangesOfClocksTheClockOnTheWallDecides() {
        Random random = new Random(11);
        for (int run = 0; run < 60; run++) {
            List<Window> drawn = windows(random);
            Windows windows = new Windows(drawn);
            Instant start = Instant.parse("2026-06-01T00:00:00Z");
            for (int look = 0; look < 50; look++) {
                Instant time = start.plus(random.nextInt(30 * 24 * 60), ChronoUnit.MINUTES);
                assertThat(windows.open(time)).as("%s at %s", drawn, time).isEqualTo(onTheWall(drawn, time));
            }
        }
    }

    private static boolean onTheWall(List<Window> windows, Instant time) {
        boolean allows = windows.stream().anyMatch(window -> window.effect() == Effect.ALLOW);
        boolean allowed = false;
        for (Window window : windows) {
            boolean within = within(window, time.atZone(ZoneId.of(window.timezone())));
            if (within && window.effect() == Effect.DENY) {
                return false;
            }
            allowed |= within;
        }
        return !allows || allowed;
    }

    private static boolean within(Window window, ZonedDateTime local) {
        String[] parts = window.hours().split("[ :-]", -1);
        int from = Integer.parseInt(parts[1]) * 60 + Integer.parseInt(parts[2]);
        int until = Integer.parseInt(parts[3]) * 60 + Integer.parseInt(parts[4]);
        int minute = local.getHour() * 60 + local.getMinute();
        boolean today = named(parts[0], local.getDayOfWeek());
        boolean yesterday = named(parts[0], local.getDayOfWeek().minus(1));
        return until > from
                ? today && minute >= from && minute < until
                : (today && minute >= from) || (yesterday && minute < until);
    }

    private static boolean named(String days, DayOfWeek day) {
        return List.of(days.split(",", -1)).contains(DAYS.get(day.getValue() - 1));
    }

    private static List<Window> windows(Random random) {
        List<Window> windows = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            int from = random.nextInt(24 * 60);
            int until = (from + 1 + random.nextInt(24 * 60 - 1)) % (24 * 60);
            String days = DAYS.get(random.nextInt(7)) + (random.nextBoolean() ? "," + DAYS.get(random.nextInt(7)) : "");
            windows.add(new Window(
                    random.nextInt(3) == 0 ? Effect.DENY : Effect.ALLOW,
                    "%s %02d:%02d-%02d:%02d".formatted(days, from / 60, from % 60, until / 60, until % 60),
                    ZONES.get(random.nextInt(ZONES.size()))));
        }
        return windows;
    }
}
