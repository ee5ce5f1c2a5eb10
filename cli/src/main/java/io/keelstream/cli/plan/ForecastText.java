package io.keelstream.cli.plan;

import io.keelstream.canary.forecast.Forecast;
import io.keelstream.cli.output.DurationText;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.canary.Trial;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long a canary will take, as text for users. Pure. */
public final class ForecastText {

    private ForecastText() {}

    /**
     * The forecast, or why there is none.
     *
     * @param history the latest analysis of the target that passed; null where none did
     */
    static String orWhyNot(Trial trial, @Nullable Analysis history) {
        return of(trial, history)
                .orElse(
                        history == null
                                ? "none: no trial of this target is known to have passed"
                                : "none: what share of the requests the canary gets is not known");
    }

    /**
     * The forecast; empty where there is none.
     *
     * @param history the latest analysis of the target that passed; null where none did
     */
    public static Optional<String> of(Trial trial, @Nullable Analysis history) {
        return Forecast.of(trial, history).map(forecast -> text(trial, forecast));
    }

    private static String text(Trial trial, Forecast forecast) {
        boolean tooLong = forecast.millis() > trial.rules().conduct().maxDurationMillis();
        return (forecast.complete() ? "about " : "at least ") + DurationText.of(rounded(forecast.millis()))
                + " with traffic" + (tooLong ? ", which is too long" : "")
                + ", by the " + Math.round(forecast.requestsPerMinute())
                + " requests a minute of the trial that passed on "
                + forecast.asOf().atOffset(ZoneOffset.UTC).toLocalDate()
                + (forecast.complete() ? "" : "; none has passed with this last step and analysis");
    }

    /** To minutes where there are some: more would pretend a knowledge that nobody has. */
    private static long rounded(long millis) {
        long minute = Duration.ofMinutes(1).toMillis();
        return millis < minute ? millis : Math.ceilDiv(millis, minute) * minute;
    }
}
