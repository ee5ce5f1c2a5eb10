package io.keelstream.contracts.window;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hours that come back every week. Pure.
 *
 * <p>Where clocks are put forward, a time that does not exist is the next one that does; where they are put back, a time that
 * exists twice is its first.
 *
 * @param days the days on which they begin
 * @param from when they begin; minutes of the day, below 1440
 * @param until when they end, exclusively; minutes of the day, up to 1440; of the next day unless later than {@code from}
 */
record WeeklyHours(Set<DayOfWeek> days, int from, int until) {

    private static final Pattern TEXT =
            Pattern.compile("(?:([A-Za-z,-]+)\\s*)?(?:(\\d\\d):(\\d\\d)-(\\d\\d):(\\d\\d))?");
    private static final int DAY = 24 * 60;

    WeeklyHours {
        days = Set.copyOf(days);
    }

    /** A stretch of time, its end excluded. */
    record Stretch(Instant start, Instant end) {

        boolean contains(Instant time) {
            return !time.isBefore(start) && time.isBefore(end);
        }
    }

    /** Reads {@code [DAYS] [HH:MM-HH:MM]}, e.g. {@code Mon-Fri,Sun 09:00-16:00}; without days, every day; without hours, all of them. */
    static Optional<WeeklyHours> parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (text.isBlank() || !matcher.matches()) {
            return Optional.empty();
        }
        Set<DayOfWeek> days = matcher.group(1) == null ? EnumSet.allOf(DayOfWeek.class) : days(matcher.group(1));
        boolean whole = matcher.group(2) == null;
        int from = whole ? 0 : minute(matcher.group(2), matcher.group(3));
        int until = whole ? DAY : minute(matcher.group(4), matcher.group(5));
        boolean meant = !days.isEmpty() && from >= 0 && from < DAY && until >= 0 && until <= DAY && from != until;
        return meant ? Optional.of(new WeeklyHours(days, from, until)) : Optional.empty();
    }

    /** The stretches that begin on one of these days, in order. */
    List<Stretch> stretches(LocalDate first, LocalDate last, ZoneId zone) {
        return first.datesUntil(last.plusDays(1))
                .filter(date -> days.contains(date.getDayOfWeek()))
                .map(date -> new Stretch(
                        instant(date, from, zone), instant(until > from ? date : date.plusDays(1), until, zone)))
                .filter(stretch -> stretch.start().isBefore(stretch.end()))
                .toList();
    }

    private static Instant instant(LocalDate date, int minute, ZoneId zone) {
        LocalDateTime local = date.plusDays(minute / DAY).atTime(LocalTime.ofSecondOfDay(minute % DAY * 60L));
        ZoneOffsetTransition transition = zone.getRules().getTransition(local);
        if (transition == null) {
            return local.atZone(zone).toInstant();
        }
        return transition.isGap() ? transition.getInstant() : local.toInstant(transition.getOffsetBefore());
    }

    private static int minute(String hour, String minute) {
        int minutes = Integer.parseInt(minute);
        return minutes > 59 ? -1 : Integer.parseInt(hour) * 60 + minutes;
    }

    /** The days; none where the text cannot be read. */
    private static Set<DayOfWeek> days(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",", -1)) {
            String[] ends = part.split("-", -1);
            DayOfWeek first = day(ends[0]);
            DayOfWeek last = day(ends[ends.length - 1]);
            if (ends.length > 2 || first == null || last == null) {
                return EnumSet.noneOf(DayOfWeek.class);
            }
            for (DayOfWeek day = first; ; day = day.plus(1)) {
                days.add(day);
                if (day == last) {
                    break;
                }
            }
        }
        return days;
    }

    private static @Nullable DayOfWeek day(String text) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (text.length() == 3 && day.name().startsWith(text.toUpperCase(Locale.ROOT))) {
                return day;
            }
        }
        return null;
    }
}
