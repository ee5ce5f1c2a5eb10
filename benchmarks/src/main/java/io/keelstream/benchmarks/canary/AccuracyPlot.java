package io.keelstream.benchmarks.canary;

import java.util.List;
import java.util.Locale;

/** Median and 90th percentile of the minutes to the verdict, one bar per scenario, as SVG. Stateless. */
final class AccuracyPlot {

    private static final int ROW = 22;
    private static final int LEFT = 300;
    private static final int WIDTH = 900;
    private static final double MINUTES = 180;

    private AccuracyPlot() {}

    static String svg(String title, List<Tally> tallies) {
        int height = 60 + ROW * tallies.size();
        StringBuilder svg = new StringBuilder(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\"".formatted(WIDTH, height));
        svg.append(" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        text(svg, 10, 20, "start", title + " (bar: median, line: 90 %; F = FAIL, P = PASS)");
        for (int i = 0; i < tallies.size(); i++) {
            row(svg, tallies.get(i), 40 + ROW * i);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void row(StringBuilder svg, Tally tally, int y) {
        boolean fails = tally.failed() > tally.passed();
        double median = fails ? tally.failMedian() : tally.passMedian();
        double late = fails ? tally.failP90() : tally.passP90();
        text(svg, LEFT - 8, y + 12, "end", tally.scenario());
        if (Double.isNaN(median)) {
            text(svg, LEFT + 4, y + 12, "start", "inconclusive");
            return;
        }
        svg.append("<rect x=\"%d\" y=\"%d\" width=\"%s\" height=\"12\" fill=\"%s\"/>\n"
                .formatted(LEFT, y + 2, number(length(median)), fails ? "#d55e00" : "#0072b2"));
        svg.append("<line x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%d\" stroke=\"black\"/>\n"
                .formatted(number(LEFT + length(median)), number(LEFT + length(late)), y + 8, y + 8));
        String label = "%s %.1f".formatted(fails ? "F" : "P", median);
        text(svg, LEFT + length(late) + 6, y + 12, "start", label);
    }

    private static double length(double minutes) {
        return (WIDTH - LEFT - 80) * minutes / MINUTES;
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
                .formatted(
                        number(x), number(y), anchor, text.replace("&", "&amp;").replace(">", "&gt;")));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
