package io.keelstream.canary.offline.rows;

import io.keelstream.canary.config.GaugeMetric;
import io.keelstream.canary.config.HistogramMetric;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.RatioMetric;
import io.keelstream.canary.config.SloMetric;
import io.keelstream.canary.configuration.MalformedInputException;
import io.keelstream.canary.observations.Counts;

/**
 * The fields of a row as text, not yet understood. An absent field is empty. Immutable.
 *
 * @param place where it is, for errors
 * @param tick field
 * @param arm field
 * @param metric field
 * @param pod field
 * @param numbers fields that hold numbers
 */
record RawRow(Place place, String tick, String arm, String metric, String pod, Numbers numbers) {

    /**
     * Where a row is.
     *
     * @param file name of the file
     * @param line from 1
     */
    record Place(String file, long line) {}

    /**
     * Fields that hold numbers, as text.
     *
     * @param events field
     * @param total field
     * @param bound field
     * @param value field
     */
    record Numbers(String events, String total, String bound, String value) {}

    /** Understands the row as one of a metric. */
    Row of(MetricConfig kind) {
        return switch (kind) {
            case RatioMetric ratio -> row(kind, number("events", numbers.events()), number("total", numbers.total()));
            case SloMetric slo -> row(kind, number("events", numbers.events()), number("total", numbers.total()));
            case HistogramMetric histogram ->
                row(kind, number("bound", numbers.bound()), number("events", numbers.events()));
            case GaugeMetric gauge -> row(kind, number("value", numbers.value()), 0);
        };
    }

    private Row row(MetricConfig kind, double first, double second) {
        return new Row(tickNumber(), isCanary(), kind, pod, first, second);
    }

    /** The row as one value: a level, or events of a total. */
    Fraction fraction() {
        if (!numbers.bound().isEmpty()) {
            throw problem("metric '" + metric + "' is a histogram; the mann-whitney judge compares one value per tick:"
                    + " give a quantile of it in column 'value'");
        }
        if (!numbers.value().isEmpty()) {
            return new Fraction(number("value", numbers.value()), 1);
        }
        double over = number("events", numbers.events());
        double under = number("total", numbers.total());
        return Counts.isUsable(over, under) ? new Fraction(over, under) : Fraction.UNUSABLE;
    }

    long tickNumber() {
        try {
            return Long.parseLong(tick);
        } catch (NumberFormatException notAnInteger) {
            throw problem("tick must be an integer, got '" + tick + "'");
        }
    }

    boolean isCanary() {
        return switch (arm) {
            case "canary" -> true;
            case "baseline" -> false;
            default -> throw problem("arm must be baseline or canary, got '" + arm + "'");
        };
    }

    /** Checks what every row must have, also that of a metric which the configuration does not name. */
    void check() {
        tickNumber();
        isCanary();
        if (metric.isEmpty()) {
            throw problem("metric must not be empty");
        }
    }

    private double number(String field, String text) {
        if (text.isEmpty()) {
            throw problem("metric '" + metric + "' needs a number in column '" + field + "'");
        }
        double plain = plainInteger(text);
        if (plain >= 0) {
            return plain;
        }
        try {
            return switch (text) {
                case "+Inf", "Inf", "inf", "+inf", "Infinity" -> Double.POSITIVE_INFINITY;
                case "-Inf", "-inf" -> Double.NEGATIVE_INFINITY;
                case "nan", "NAN", "NaN" -> Double.NaN;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException notANumber) {
            throw problem("column '" + field + "' must be a number, got '" + text + "'");
        }
    }

    /** Most numbers are short integers, which need no general parser; -1 for all others. */
    private static double plainInteger(String text) {
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9' || i == 15) {
                return -1;
            }
            number = 10 * number + digit - '0';
        }
        return number;
    }

    private MalformedInputException problem(String message) {
        return new MalformedInputException(place.file(), place.line(), message);
    }
}
