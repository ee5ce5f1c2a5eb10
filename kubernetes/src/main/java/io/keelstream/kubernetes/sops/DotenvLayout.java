package io.keelstream.kubernetes.sops;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lines of {@code KEY=value}. SOPS writes a line feed inside a value as {@code \n}, and what it says itself under keys that
 * begin with {@code sops_}.
 *
 * @param lines comments, and values with their keys, in order
 * @param metadata what SOPS wrote about it
 */
record DotenvLayout(List<Line> lines, Map<String, @Nullable Object> metadata) implements Layout {

    /** How the keys of SOPS begin. */
    static final String PREFIX = "sops_";

    private static final Pattern ITEM = Pattern.compile("([a-z_]+)__list_([0-9]{1,3})__map_([a-z_]+)");

    DotenvLayout {
        lines = List.copyOf(lines);
    }

    /**
     * One line.
     *
     * @param text the comment; empty where it is a value
     * @param leaf the value; null for a comment
     */
    record Line(String text, @Nullable Leaf leaf) {}

    /** The lines of a text. */
    static DotenvLayout of(String text) {
        List<Line> lines = new ArrayList<>();
        Map<String, String> own = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            int equals = line.indexOf('=');
            if (line.isEmpty()) {
                continue;
            }
            if (line.startsWith("#")) {
                lines.add(new Line(line, null));
            } else if (equals < 0) {
                throw new SopsException("line " + number + " has no '='. Write KEY=value");
            } else if (line.startsWith(PREFIX)) {
                own.put(line.substring(PREFIX.length(), equals), unescaped(line.substring(equals + 1)));
            } else {
                String key = line.substring(0, equals);
                lines.add(new Line("", Leaf.text(List.of(key), unescaped(line.substring(equals + 1)))));
            }
        }
        return new DotenvLayout(lines, nested(own));
    }

    @Override
    public List<Leaf> leaves() {
        List<Leaf> leaves = new ArrayList<>();
        for (Line line : lines) {
            if (line.leaf() != null) {
                leaves.add(line.leaf());
            }
        }
        return leaves;
    }

    @Override
    public String text(Function<Leaf, Replacement> values) {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            Leaf leaf = line.leaf();
            text.append(leaf == null ? line.text() : leaf.path().getFirst() + "=" + value(leaf, values))
                    .append('\n');
        }
        return text.toString();
    }

    private static String value(Leaf leaf, Function<Leaf, Replacement> values) {
        String plain =
                leaf.encrypted() == null ? leaf.text() : values.apply(leaf).text();
        return plain.replace("\n", "\\n");
    }

    private static String unescaped(String value) {
        return value.replace("\\n", "\n");
    }

    /** {@code age__list_0__map_enc} is field {@code enc} of the first item of list {@code age}. */
    private static Map<String, @Nullable Object> nested(Map<String, String> flat) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        Map<String, TreeMap<Integer, Map<String, @Nullable Object>>> lists = new LinkedHashMap<>();
        flat.forEach((key, value) -> {
            Matcher item = ITEM.matcher(key);
            if (item.matches()) {
                lists.computeIfAbsent(item.group(1), name -> new TreeMap<>())
                        .computeIfAbsent(Integer.valueOf(item.group(2)), index -> new LinkedHashMap<>())
                        .put(item.group(3), value);
            } else {
                tree.put(key.replaceFirst("__list_.*", ""), value);
            }
        });
        lists.forEach((name, items) -> tree.put(name, List.copyOf(items.values())));
        return tree;
    }
}
