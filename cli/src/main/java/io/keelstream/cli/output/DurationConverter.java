package io.keelstream.cli.output;

import io.keelstream.yaml.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as {@code keelstream.yaml} has them. */
public final class DurationConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        return Durations.read(text)
                .filter(Duration::isPositive)
                .orElseThrow(() ->
                        new TypeConversionException("'" + text + "' is not a duration; write e.g. 90s, 5m or 1h30m"));
    }
}
