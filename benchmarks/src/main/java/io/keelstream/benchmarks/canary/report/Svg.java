package io.keelstream.benchmarks.canary.report;

import java.util.Locale;

/** Builds an SVG document of bars and words. Not safe for use by several threads. */
final class Svg {

    private final StringBuilder svg = new StringBuilder();

    Svg(int width, int height) {
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\"".formatted(width, height));
        svg.append(" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    }

    void text(double x, double y, String anchor, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        svg.append("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
                .formatted(number(x), number(y), anchor, escaped));
    }

    void bar(double x, double y, double width, double height, String colour) {
        svg.append("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>\n"
                .formatted(number(x), number(y), number(width), number(height), colour));
    }

    void line(double fromX, double fromY, double toX, double toY, String colour) {
        svg.append("<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\"/>\n"
                .formatted(number(fromX), number(fromY), number(toX), number(toY), colour));
    }

    String document() {
        return svg + "</svg>\n";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
