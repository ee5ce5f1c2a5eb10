package io.keelstream.benchmarks.canary.report;

import java.util.List;

/** Median and 90th percentile of the minutes to the verdict, one bar per scenario. Stateless. */
final class MinutesPlot {

    private static final int ROW = 22;
    private static final int LEFT = 300;
    private static final int WIDTH = 900;
    private static final double MINUTES = 180;

    private MinutesPlot() {}

    static String svg(String title, List<Tally> tallies) {
        Svg svg = new Svg(WIDTH, 60 + ROW * tallies.size());
        svg.text(10, 20, "start", title + " (bar: median, line: 90 %; F = FAIL, P = PASS)");
        for (int i = 0; i < tallies.size(); i++) {
            row(svg, tallies.get(i), 40 + ROW * i);
        }
        return svg.document();
    }

    private static void row(Svg svg, Tally tally, int y) {
        boolean fails = tally.failed() > tally.passed();
        Tally.Spread minutes = fails ? tally.failMinutes() : tally.passMinutes();
        svg.text(LEFT - 8, y + 12, "end", tally.scenario());
        if (Double.isNaN(minutes.median())) {
            svg.text(LEFT + 4, y + 12, "start", "inconclusive");
            return;
        }
        svg.bar(LEFT, y + 2, length(minutes.median()), 12, fails ? "#d55e00" : "#0072b2");
        svg.line(LEFT + length(minutes.median()), y + 8, LEFT + length(minutes.p90()), y + 8, "black");
        svg.text(
                LEFT + length(minutes.p90()) + 6,
                y + 12,
                "start",
                (fails ? "F " : "P ") + Numbers.minutes(minutes.median()));
    }

    private static double length(double minutes) {
        return (WIDTH - LEFT - 80) * minutes / MINUTES;
    }
}
