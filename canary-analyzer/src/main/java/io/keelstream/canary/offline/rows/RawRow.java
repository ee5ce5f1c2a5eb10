package io.keelstream.canary.offline.rows;

import io.keelstream.canary.config.GaugeMetric;
import io.keelstream.canary.config.HistogramMetric;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.RatioMetric;
import io.keelstream.canary.config.SloMetric;
import io.keelstream.canary.offline.MalformedInputException;

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
            case RatioMetric ratio -> row(number("events", events), number("total", total));
            case SloMetric slo -> row(number("events", events), number("total", total));
            case HistogramMetric histogram -> row(number("bound", bound), number("events", events));
            case GaugeMetric gauge -> row(number("value", value), 0);
        };
    }

    private Row row(double first, double second) {
        return new Row(tickNumber(), isCanary(), metric, pod, first, second);
    }

    private long tickNumber() {
        try {
            return Long.parseLong(tick);
        } catch (NumberFormatException notAnInteger) {
            throw problem("tick must be an integer, got '" + tick + "'");
        }
    }

    private boolean isCanary() {
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

    private MalformedInputException problem(String message) {
        return new MalformedInputException(file, line, message);
    }
}
