package io.keelstream.yaml;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Kubernetes and Prometheus write them: {@code 500ms}, {@code 90s}, {@code 1.5h}, {@code 1h30m}. Stateless. */
public final class Durations {

    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d)");
    private static final Map<String, Double> MILLIS =
            Map.of("ms", 1.0, "s", 1_000.0, "m", 60_000.0, "h", 3_600_000.0, "d", 86_400_000.0);

    private Durations() {}

    /** The duration to the millisecond; empty for text of another form. */
    public static Optional<Duration> read(String text) {
        Matcher part = PART.matcher(text);
        double millis = 0;
        int end = 0;
        while (end < text.length() && part.find(end) && part.start() == end) {
            millis += Double.parseDouble(part.group(1)) * MILLIS.getOrDefault(part.group(2), 0.0);
            end = part.end();
        }
        return end == 0 || end != text.length() ? Optional.empty() : Optional.of(Duration.ofMillis(Math.round(millis)));
    }
}
