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
 * @param file name of the file, for errors
 * @param line from 1
 * @param tick field
 * @param arm field
 * @param metric field
 * @param events field
 * @param total field
 * @param bound field
 * @param value field
 * @param pod field
 */
record RawRow(
        String file,
        long line,
        String tick,
        String arm,
        String metric,
        String events,
        String total,
        String bound,
        String value,
        String pod) {

    /** Understands the row as one of a metric. */
    Row of(MetricConfig kind) {
        return switch (kind) {
            case RatioMetric ratio -> row(kind, number("events", events), number("total", total));
            case SloMetric slo -> row(kind, number("events", events), number("total", total));
            case HistogramMetric histogram -> row(kind, number("bound", bound), number("events", events));
            case GaugeMetric gauge -> row(kind, number("value", value), 0);
        };
    }

    private Row row(MetricConfig kind, double first, double second) {
        return new Row(tickNumber(), isCanary(), kind, pod, first, second);
    }

    /** The row as one value: a level, or events of a total. */
    Fraction fraction() {
        if (!bound.isEmpty()) {
            throw problem("metric '" + metric + "' is a histogram; the mann-whitney judge compares one value per tick:"
                    + " give a quantile of it in column 'value'");
        }
        if (!value.isEmpty()) {
            return new Fraction(number("value", value), 1);
        }
        double over = number("events", events);
        double under = number("total", total);
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
        return new MalformedInputException(file, line, message);
    }
}
