package io.keelstream.gitwatcher.child;

import io.keelstream.gitwatcher.snapshot.Paths;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says of a line in a renderer's output where it comes from: the template that helm names above each document, and the
 * object, as far as it can be seen in a text that may not be valid YAML. Immutable; thread-safe.
 */
final class OutputPlaces {

    private static final Pattern SOURCE = Pattern.compile("# Source: [^/]+/(\\S.*)");
    private static final Pattern KIND = Pattern.compile("kind:\\s*[\"']?([A-Za-z0-9]+).*");
    private static final Pattern FLOW_NAME = Pattern.compile("metadata:.*[{,]\\s*name:\\s*[\"']?([^\\s\"',}]+).*");
    private static final Pattern BLOCK_NAME = Pattern.compile("(\\s+)name:\\s*[\"']?([^\\s\"']+).*");

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
        return path;
    }

    /** {@code of ConfigMap settings}, or nothing where no object can be seen. */
    String object(int line) {
        String kind = "";
        String name = "";
        int depth = Integer.MAX_VALUE;
        boolean metadata = false;
        for (String each : document(line)) {
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

    private List<String> document(int line) {
        int at = Math.clamp(line - 1L, 0, Math.max(0, lines.size() - 1));
        int start = at;
        while (start > 0 && !lines.get(start).startsWith("---")) {
            start--;
        }
        int end = at + 1;
        while (end < lines.size() && !lines.get(end).startsWith("---")) {
            end++;
        }
        return lines.isEmpty() ? List.of() : lines.subList(start, end);
    }
}
