package io.keelstream.gitwatcher.child;

import io.keelstream.gitwatcher.snapshot.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says of a line in a renderer's output, or in a file, where it comes from: the template that helm names above each document,
 * and the object, as far as it can be seen in a text that may not be valid YAML. In a list of objects that is the item.
 * Immutable; thread-safe.
 */
final class OutputPlaces {

    private static final Pattern SOURCE = Pattern.compile("# Source: [^/]+/(\\S.*)");
    private static final Pattern KIND = Pattern.compile("kind:\\s*[\"']?([A-Za-z0-9]+).*");
    private static final Pattern FLOW_NAME = Pattern.compile(
            "metadata:\\s*\\{(?:[^{}]*(?:\\{[^{}]*\\}[^{}]*){0,9},)?\\s*name:\\s*[\"']?([A-Za-z0-9][-A-Za-z0-9._:]*).*");
    private static final Pattern BLOCK_NAME =
            Pattern.compile("(\\s+)name:\\s*[\"']?([A-Za-z0-9][-A-Za-z0-9._:]*)[\"']?\\s*(?:#.*)?");
    private static final Pattern ITEMS = Pattern.compile("items:\\s*(#.*)?");
    private static final Pattern ITEM = Pattern.compile("( *)-( +)\\S.*");

    private final List<String> lines;
    private final String path;

    /** @param path the target's path */
    OutputPlaces(String output, String path) {
        this.lines = output.lines().toList();
        this.path = path;
    }

    /** The file that wrote a line; the target's path where the renderer does not say. */
    String file(int line) {
        for (String each : document(line)) {
            Matcher source = SOURCE.matcher(each);
            if (source.matches()) {
                return Paths.join(path, source.group(1));
            }
        }
        return Paths.named(path);
    }

    /** {@code of ConfigMap settings}, or nothing where no object can be seen. */
    String object(int line) {
        String item = named(item(line));
        return item.isEmpty() ? named(document(line)) : item;
    }

    private static String named(List<String> object) {
        String kind = "";
        String name = "";
        int depth = Integer.MAX_VALUE;
        boolean metadata = false;
        for (String each : object) {
            Matcher kinds = KIND.matcher(each);
            Matcher flow = FLOW_NAME.matcher(each);
            Matcher block = BLOCK_NAME.matcher(each);
            boolean outermost = !each.isEmpty() && !Character.isWhitespace(each.charAt(0));
            metadata = outermost ? each.startsWith("metadata:") : metadata;
            if (kinds.matches()) {
                kind = kinds.group(1);
            } else if (flow.matches()) {
                name = flow.group(1);
            } else if (metadata && block.matches() && block.group(1).length() < depth) {
                name = block.group(2);
                depth = block.group(1).length();
            }
        }
        return kind.isEmpty() ? "" : " of " + (kind + " " + name).strip();
    }

    /** The lines of the item that holds the line, as if it were a document; none where the line is in no item. */
    private List<String> item(int line) {
        List<String> item = new ArrayList<>();
        boolean found = false;
        boolean items = false;
        int indent = -1;
        int text = 0;
        int number = start(line);
        for (String each : document(line)) {
            Matcher begin = ITEM.matcher(each);
            boolean begins =
                    items && begin.matches() && (indent < 0 || begin.group(1).length() == indent);
            boolean outermost = !each.isEmpty() && " -#".indexOf(each.charAt(0)) < 0;
            if (begins || outermost) {
                if (found) {
                    return item;
                }
                item.clear();
                items = begins || ITEMS.matcher(each).matches();
            }
            if (begins) {
                indent = begin.group(1).length();
                text = begin.end(2);
            }
            if (indent >= 0 && items) {
                item.add(each.substring(begins ? text : margin(each, text)));
                found |= number == at(line);
            }
            number++;
        }
        return found ? item : List.of();
    }

    private static int margin(String line, int most) {
        int margin = 0;
        while (margin < Math.min(most, line.length()) && line.charAt(margin) == ' ') {
            margin++;
        }
        return margin;
    }

    private List<String> document(int line) {
        int end = at(line) + 1;
        while (end < lines.size() && !lines.get(end).startsWith("---")) {
            end++;
        }
        return lines.isEmpty() ? List.of() : lines.subList(start(line), end);
    }

    private int start(int line) {
        int start = at(line);
        while (start > 0 && !lines.get(start).startsWith("---")) {
            start--;
        }
        return start;
    }

    private int at(int line) {
        return Math.clamp(line - 1L, 0, Math.max(0, lines.size() - 1));
    }
}
