package io.keelstream.canary.offline.rows;

import io.keelstream.canary.configuration.MalformedInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits CSV rows by the header {@code tick,arm,metric,events,total,bound,value[,pod]}; the columns may stand in any
 * order. Own code because the format has no line breaks inside fields, and a library would be larger than this. Safe for
 * use by one thread.
 */
final class CsvRows implements RowSyntax {

    private static final List<String> REQUIRED = List.of("tick", "arm", "metric", "events", "total", "bound", "value");

    private final String file;
    private final int columns;
    private final int[] position = new int[REQUIRED.size() + 1];

    CsvRows(String file, String header) {
        this.file = file;
        List<String> names = split(header.startsWith("\uFEFF") ? header.substring(1) : header);
        this.columns = names.size();
        for (int i = 0; i < REQUIRED.size(); i++) {
            position[i] = names.indexOf(REQUIRED.get(i));
            if (position[i] < 0) {
                throw new MalformedInputException(
                        file,
                        1,
                        "the header has no column '" + REQUIRED.get(i) + "'; expected " + String.join(",", REQUIRED)
                                + "[,pod]");
            }
        }
        position[REQUIRED.size()] = names.indexOf("pod");
        for (String name : names) {
            if (!REQUIRED.contains(name) && !name.equals("pod")) {
                throw new MalformedInputException(
                        file, 1, "unknown column '" + name + "'; expected " + String.join(",", REQUIRED) + "[,pod]");
            }
        }
    }

    @Override
    public RawRow parse(String text, long line) {
        List<String> fields = split(text);
        if (fields.size() != columns) {
            throw new MalformedInputException(
                    file, line, "expected " + columns + " fields as in the header, got " + fields.size());
        }
        return new RawRow(
                new RawRow.Place(file, line),
                fields.get(position[0]),
                fields.get(position[1]),
                fields.get(position[2]),
                position[7] < 0 ? "" : fields.get(position[7]),
                new RawRow.Numbers(
                        fields.get(position[3]),
                        fields.get(position[4]),
                        fields.get(position[5]),
                        fields.get(position[6])));
    }

    private static List<String> split(String text) {
        List<String> fields = new ArrayList<>(9);
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field(text, start, i));
                start = i + 1;
            }
        }
        fields.add(field(text, start, text.length()));
        return fields;
    }

    private static String field(String text, int start, int end) {
        if (start == end) {
            return "";
        }
        String field = text.substring(start, end);
        char first = field.charAt(0);
        char last = field.charAt(field.length() - 1);
        if (first > '"' && last > '"') {
            return field;
        }
        field = field.strip();
        return field.length() >= 2 && field.startsWith("\"") && field.endsWith("\"")
                ? field.substring(1, field.length() - 1).replace("\"\"", "\"")
                : field;
    }
}
