package io.keelstream.gitwatcher.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What texts of the inputs use as a value and what as a name, whatever language they are in: values are what is in quotes, what follows
 * a colon, an equals sign or a dash to the end of a line, and whole lines; names are what precedes a colon, an equals sign or a bracket, or
 * follows a dot. Where there is too much to read, every word may be a value. Immutable.
 */
final class InputWords {

    private static final long MOST_BYTES = 8L << 20;
    private static final int SHORTEST_VALUE = 4;
    private static final int LONGEST_VALUE = 500;

    private static final Pattern QUOTED =
            Pattern.compile("\"((?:[^\"\\\\]|\\\\.){1,500})\"|'([^']{1,500})'|`([^`]{1,500})`");
    private static final Pattern REST = Pattern.compile("(?:[:=]|^\\s*-)\\s*(\\S.{0,500}?)[\\s,;]*$");
    private static final Pattern AROUND = Pattern.compile("^[\"'`(\\[{]+|[\"'`)\\]},;]+$");
    private static final Pattern NAME = Pattern.compile(
            "([A-Za-z_][A-Za-z0-9_]{0,62})[\"']?\\s*(?:\\+?:|=|\\(|\\{)|\\.([A-Za-z_][A-Za-z0-9_]{0,62})");

    private final Set<String> values;
    private final Set<String> names;
    private final boolean complete;

    private InputWords(Set<String> values, Set<String> names, boolean complete) {
        this.values = values;
        this.names = names;
        this.complete = complete;
    }

    /** Those of all files in a folder. */
    static InputWords in(Path tree) {
        Set<String> values = new HashSet<>();
        Set<String> names = new HashSet<>();
        long bytes = 0;
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
                if (bytes > MOST_BYTES) {
                    return new InputWords(Set.of(), Set.of(), false);
                }
                new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                        .lines()
                        .forEach(line -> line(line, values, names));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the inputs of a render cannot be read", e);
        }
        return new InputWords(values, names, true);
    }

    /** Whether everything was read. */
    boolean areKnown() {
        return complete;
    }

    /** Whether a word is used as a name. */
    boolean isName(String word) {
        return names.contains(word) && !values.contains(word);
    }

    /** The text with another one in the place of each value that is in it as whole words. */
    String withoutValues(String text, String instead) {
        List<String> found = values.stream()
                .filter(text::contains)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        String without = text;
        for (String value : found) {
            without = Pattern.compile("(?<![\\p{L}\\p{N}_])" + Pattern.quote(value) + "(?![\\p{L}\\p{N}_])")
                    .matcher(without)
                    .replaceAll(Matcher.quoteReplacement(instead));
        }
        return without;
    }

    private static void line(String line, Set<String> values, Set<String> names) {
        value(line, values);
        Matcher rest = REST.matcher(line);
        if (rest.find()) {
            value(rest.group(1), values);
        }
        Matcher quoted = QUOTED.matcher(line);
        while (quoted.find()) {
            for (int group = 1; group <= quoted.groupCount(); group++) {
                if (quoted.group(group) != null) {
                    value(quoted.group(group), values);
                }
            }
        }
        Matcher name = NAME.matcher(line);
        while (name.find()) {
            names.add(name.group(1) == null ? name.group(2) : name.group(1));
        }
    }

    /** The text, and the same without what encloses it in most languages. */
    private static void value(String text, Set<String> values) {
        for (String each : List.of(text.strip(), AROUND.matcher(text.strip()).replaceAll(""))) {
            if (each.length() >= SHORTEST_VALUE && each.length() <= LONGEST_VALUE) {
                values.add(each);
            }
        }
    }
}
