package io.keelstream.canary.offline.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lines over ticks, or minutes, with one threshold, as SVG text. Own code: the chart libraries for Java bring AWT along. Lines differ
 * in dash as well as in colour. Immutable but for its series and marks.
 *
 * @param title above the chart
 * @param series lines
 * @param threshold a horizontal line
 * @param thresholdName its label
 * @param axis what the lines are over
 */
record LineChart(String title, List<Series> series, double threshold, String thresholdName, Axis axis) {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 360;
    private static final int LEFT = 60;
    private static final int RIGHT = 190;
    private static final int TOP = 40;
    private static final int BOTTOM = 40;
    private static final int MOST_POINTS = 800;
    private static final List<String> COLOURS =
            List.of("#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#999933");
    private static final List<String> DASHES = List.of("", "6 3", "2 3", "8 3 2 3");

    static String document(List<LineChart> charts) {
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                .formatted(WIDTH, HEIGHT * charts.size(), WIDTH, HEIGHT * charts.size()));
        svg.append(" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        for (int i = 0; i < charts.size(); i++) {
            svg.append("<g transform=\"translate(0 %d)\">\n".formatted(i * HEIGHT));
            charts.get(i).draw(svg);
            svg.append("</g>\n");
        }
        return svg.append("</svg>\n").toString();
    }

    private void draw(StringBuilder svg) {
        double last = axis.least();
        double first = Double.POSITIVE_INFINITY;
        double low = -2;
        double high = threshold * 1.5;
        for (Mark mark : axis.marks()) {
            first = Math.min(first, mark.at());
            last = Math.max(last, mark.at());
        }
        for (Series line : series) {
            for (int i = 0; i < line.ticks.size(); i++) {
                first = Math.min(first, line.ticks.get(i));
                last = Math.max(last, line.ticks.get(i));
                low = Math.min(low, Math.max(-6, line.values.get(i)));
                high = Math.max(high, Math.min(threshold * 3, line.values.get(i)));
            }
        }
        Scale scale = new Scale(Math.min(first, last - axis.least()), last, low, high);
        text(svg, LEFT, 20, "start", title);
        axis(svg, scale);
        marks(svg, scale);
        double y = scale.y(threshold);
        svg.append("<line x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\" stroke=\"#b00000\" stroke-width=\"1.5\"/>\n"
                .formatted(LEFT, WIDTH - RIGHT, number(y), number(y)));
        text(svg, WIDTH - RIGHT + 6, y + 4, "start", thresholdName);
        for (int i = 0; i < series.size(); i++) {
            line(svg, scale, series.get(i), i);
        }
    }

    private void marks(StringBuilder svg, Scale scale) {
        for (int i = 0; i < axis.marks().size(); i++) {
            Mark mark = axis.marks().get(i);
            String x = number(scale.x(mark.at()));
            svg.append("<line x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%d\" stroke=\"#888888\" stroke-dasharray=\"2 4\"/>\n"
                    .formatted(x, x, TOP, HEIGHT - BOTTOM));
            text(svg, scale.x(mark.at()) + 3, TOP + 12 + 12.0 * (i % 3), "start", mark.text());
        }
    }

    private void axis(StringBuilder svg, Scale scale) {
        svg.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#888888\"/>\n"
                .formatted(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM));
        for (int i = 0; i <= 4; i++) {
            double tick = scale.first + (scale.last - scale.first) * i / 4;
            double value = scale.low + (scale.high - scale.low) * i / 4;
            text(svg, scale.x(tick), HEIGHT - BOTTOM + 18, "middle", axis.label(tick));
            text(svg, LEFT - 6, scale.y(value) + 4, "end", String.format(Locale.ROOT, "%.1f", value));
        }
    }

    private static void line(StringBuilder svg, Scale scale, Series line, int index) {
        String colour = COLOURS.get(index % COLOURS.size());
        String dash = DASHES.get(index % DASHES.size());
        svg.append("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-dasharray=\"%s\" points=\""
                .formatted(colour, index == 0 ? "2" : "1.2", dash));
        int step = Math.max(1, line.ticks.size() / MOST_POINTS);
        for (int i = 0; i < line.ticks.size(); i += step) {
            double value = Math.clamp(line.values.get(i), scale.low, scale.high);
            svg.append(number(scale.x(line.ticks.get(i))))
                    .append(',')
                    .append(number(scale.y(value)))
                    .append(' ');
        }
        svg.append("\"/>\n");
        double y = TOP + 34 + 18.0 * index;
        svg.append("<line x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-dasharray=\"%s\"/>\n"
                .formatted(WIDTH - RIGHT + 6, WIDTH - RIGHT + 30, number(y - 4), number(y - 4), colour, dash));
        text(svg, WIDTH - RIGHT + 36, y, "start", line.name);
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        svg.append("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
                .formatted(number(x), number(y), anchor, escaped));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /**
     * What lines are over.
     *
     * @param format of a number on it
     * @param least its length at least
     * @param marks places on it
     */
    record Axis(String format, double least, List<Mark> marks) {

        static Axis ticks() {
            return new Axis("tick %.0f", 1, new ArrayList<>());
        }

        static Axis minutes() {
            return new Axis("%.1f min", 0.1, new ArrayList<>());
        }

        String label(double number) {
            return String.format(Locale.ROOT, format, number);
        }
    }

    /**
     * A place on an axis.
     *
     * @param at where
     * @param text what is there
     */
    record Mark(double at, String text) {}

    /** One line of a chart. Not safe for use by several threads. */
    static final class Series {
        private final String name;
        private final List<Double> ticks = new ArrayList<>();
        private final List<Double> values = new ArrayList<>();

        Series(String name) {
            this.name = name;
        }

        void add(double tick, double value) {
            if (Double.isFinite(value)) {
                ticks.add(tick);
                values.add(value);
            }
        }
    }

    /** From ticks and values to positions. */
    private record Scale(double first, double last, double low, double high) {

        double x(double tick) {
            return LEFT + (tick - first) / (last - first) * (WIDTH - LEFT - RIGHT);
        }

        double y(double value) {
            return TOP + (high - value) / (high - low) * (HEIGHT - TOP - BOTTOM);
        }
    }
}
