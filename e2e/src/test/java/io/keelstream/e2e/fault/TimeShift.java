package io.keelstream.e2e.fault;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** Moves every time in an answer by what a clock is wrong. Thread-safe. */
final class TimeShift {

    private static final Pattern TIME = Pattern.compile("\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z\"");
    private static final Duration PRECISION = Duration.ofSeconds(1);

    private final Clock wrong;

    TimeShift(Clock wrong) {
        this.wrong = wrong;
    }

    byte[] of(byte[] answer) {
        Duration by = Duration.between(Instant.now(), wrong.instant());
        if (by.abs().compareTo(PRECISION) < 0) {
            return answer;
        }
        Duration whole = Duration.ofSeconds(Math.round(by.toMillis() / 1000.0));
        String text = new String(answer, StandardCharsets.UTF_8);
        return TIME.matcher(text)
                .replaceAll(found -> {
                    String time = found.group();
                    return "\""
                            + Instant.parse(time.substring(1, time.length() - 1))
                                    .plus(whole) + "\"";
                })
                .getBytes(StandardCharsets.UTF_8);
    }
}
