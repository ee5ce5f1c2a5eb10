package io.keelstream.contracts.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.window.Window.Effect;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WindowsTests {

    private static final String BERLIN = "Europe/Berlin";

    @Test
    void withoutWindowsChangesBeginAtAnyTime() {
        Windows none = new Windows(List.of());

        assertThat(none.open(at("2026-03-02T03:00:00Z"))).isTrue();
        assertThat(none.nextClosing(at("2026-03-02T03:00:00Z"))).isNull();
    }

    @Test
    void changesBeginWithinTheHoursOfTheZone() {
        Windows work = new Windows(List.of(allow("Mon-Fri 09:00-16:00", BERLIN)));

        assertThat(work.open(at("2026-03-02T07:59:59Z"))).isFalse();
        assertThat(work.open(at("2026-03-02T08:00:00Z"))).isTrue();
        assertThat(work.open(at("2026-03-02T15:00:00Z"))).isFalse();
        assertThat(work.nextOpening(at("2026-03-06T15:00:00Z"))).isEqualTo("2026-03-09T08:00:00Z");
        assertThat(work.nextClosing(at("2026-03-06T08:00:00Z"))).isEqualTo("2026-03-06T15:00:00Z");
    }

    @Test
    void denyTakesPrecedence() {
        Windows work = new Windows(List.of(
                allow("Mon-Fri 09:00-16:00", BERLIN),
                new Window(Effect.DENY, "Fri", BERLIN),
                new Window(Effect.DENY, "09:00-10:00", BERLIN)));

        assertThat(work.nextOpening(at("2026-03-05T15:30:00Z"))).isEqualTo("2026-03-09T09:00:00Z");
    }

    @Test
    void denialAloneAllowsTheRest() {
        Windows freeze = new Windows(List.of(new Window(Effect.DENY, "Fri-Sun", "UTC")));

        assertThat(freeze.open(at("2026-03-05T23:59:00Z"))).isTrue();
        assertThat(freeze.nextOpening(at("2026-03-06T00:00:00Z"))).isEqualTo("2026-03-09T00:00:00Z");
    }

    @Test
    void pauseEndsAtItsTimeHoweverFarAndThenTheHoursCount() {
        Window untilChristmas = Window.pause(at("2026-12-24T06:00:00Z"));
        Windows pause = new Windows(List.of(untilChristmas));
        Windows both = new Windows(
                List.of(allow("Mon-Fri 09:00-16:00", "UTC"), untilChristmas, Window.pause(at("2026-12-01T00:00:00Z"))));

        assertThat(pause.open(at("2026-12-24T05:59:59Z"))).isFalse();
        assertThat(pause.open(at("2026-12-24T06:00:00Z"))).isTrue();
        assertThat(pause.nextOpening(at("2026-03-02T03:00:00Z"))).isEqualTo("2026-12-24T06:00:00Z");
        assertThat(pause.nextClosing(at("2026-03-02T03:00:00Z"))).isEqualTo("2026-03-02T03:00:00Z");
        assertThat(both.nextOpening(at("2026-03-02T03:00:00Z"))).isEqualTo("2026-12-24T09:00:00Z");
        assertThat(both.open(at("2026-12-24T06:00:00Z"))).isFalse();
        assertThat(both.paused(at("2026-12-24T06:00:00Z"))).isFalse();
    }

    @Test
    void pauseWhoseEndCannotBeReadIsClosed() {
        Window unreadable = new Window(Effect.DENY, "until next year", "UTC");

        assertThat(new Windows(List.of(unreadable)).nextOpening(at("2026-03-02T03:00:00Z")))
                .isNull();
    }

    @Test
    void hoursPastMidnightBelongToTheDayOnWhichTheyBegin() {
        Windows night = new Windows(List.of(allow("Fri 22:00-02:00", "UTC")));

        assertThat(night.open(at("2026-03-07T01:59:00Z"))).isTrue();
        assertThat(night.open(at("2026-03-07T02:00:00Z"))).isFalse();
        assertThat(night.open(at("2026-03-08T01:00:00Z"))).isFalse();
    }

    @Test
    void timeThatDoesNotExistBeginsAtTheNextThatDoes() {
        // Clocks of Berlin go from 02:00 to 03:00 on 2026-03-29.
        Windows early = new Windows(List.of(allow("Sun 02:30-04:00", BERLIN)));
        Windows gone = new Windows(List.of(allow("Sun 02:15-02:45", BERLIN)));

        assertThat(early.nextOpening(at("2026-03-28T12:00:00Z"))).isEqualTo("2026-03-29T01:00:00Z");
        assertThat(gone.nextOpening(at("2026-03-28T12:00:00Z"))).isEqualTo("2026-04-05T00:15:00Z");
    }

    @Test
    void timeThatExistsTwiceCountsAsItsFirst() {
        // Clocks of Berlin go from 03:00 back to 02:00 on 2026-10-25.
        Windows night = new Windows(List.of(allow("Sun 02:30-03:30", BERLIN)));
        Windows ends = new Windows(List.of(allow("Sun 01:00-02:30", BERLIN)));

        assertThat(night.nextOpening(at("2026-10-24T12:00:00Z"))).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(night.nextClosing(at("2026-10-25T00:30:00Z"))).isEqualTo("2026-10-25T02:30:00Z");
        assertThat(ends.nextClosing(at("2026-10-24T23:30:00Z"))).isEqualTo("2026-10-25T00:30:00Z");
    }

    @Test
    void windowsThatDenyWhatTheyAllowNeverOpen() {
        Windows never = new Windows(List.of(allow("Mon 09:00-10:00", "UTC"), new Window(Effect.DENY, "Mon", "UTC")));

        assertThat(never.nextOpening(at("2026-03-02T03:00:00Z"))).isNull();
    }

    @Test
    void windowThatCannotBeReadIsClosed() {
        assertThat(new Windows(List.of(allow("sometimes", "UTC"))).nextOpening(at("2026-03-02T03:00:00Z")))
                .isNull();
        assertThat(new Windows(List.of(new Window(Effect.DENY, "Mon", "Mars/Base"))).open(at("2026-03-03T03:00:00Z")))
                .isFalse();
        assertThat(new Windows(List.of(new Window(Effect.UNKNOWN, "Mon", "UTC"))).open(at("2026-03-02T03:00:00Z")))
                .isFalse();
    }

    @Test
    void hoursAreDaysAndTimes() {
        Stream.of("Mon-Fri 09:00-16:00", "mon,WED 00:00-24:00", "Sat-Sun", "22:00-02:00", "Fri-Mon 09:00-10:00")
                .forEach(text -> assertThat(Windows.readable(allow(text, BERLIN)))
                        .as(text)
                        .isTrue());
        Stream.of(
                        "",
                        "Mon-",
                        "Monday",
                        "Mon 9-16",
                        "Mon 09:00-09:00",
                        "Mon 24:00-25:00",
                        "Mon 09:60-10:00",
                        "Mon-Tue-Wed",
                        "Mon 09:00",
                        "Mon-Fri 09:00-16:00 UTC")
                .forEach(text -> assertThat(Windows.readable(allow(text, BERLIN)))
                        .as(text)
                        .isFalse());
        assertThat(Windows.readable(allow("Mon", "CEST+2"))).isFalse();
    }

    private static Window allow(String hours, String zone) {
        return new Window(Effect.ALLOW, hours, zone);
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }
}
