package io.keelstream.gitwatcher.child;

import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.yaml.Quotable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a program's error output is a place: files that it was given, files that are named where only a file can be, and the
 * names of values in a template's expression. Anything else may be content. Immutable; thread-safe.
 */
final class ErrorPlaces {

    private static final Pattern TEMPLATE = Pattern.compile(
            "[^/\\s(]{1,253}/((?:templates|charts|crds)/[-A-Za-z0-9_.~/+@]{1,1024})(:[0-9]{1,9}(?::[0-9]{1,9})?)?");
    private static final Pattern VALUES_FILE =
            Pattern.compile("cannot load ((?:values|Chart|requirements)[.a-z]{4,14})\\b");
    private static final Pattern RESOURCE =
            Pattern.compile("(?:in File: |resources from ')([-A-Za-z0-9_.~/+@]{1,1024})");
    private static final Pattern EXPRESSION = Pattern.compile("at <([^>\\n]{1,1024})>");
    private static final Pattern VALUE = Pattern.compile("\\.Values(?:\\.[A-Za-z_][A-Za-z0-9_]{0,62}){1,16}");

    private final Path tree;
    private final String path;
    private final Set<String> named;

    /**
     * @param tree the folder that holds the inputs at their paths
     * @param path the target's path
     * @param named paths that the inputs name where only a file can be
     */
    ErrorPlaces(Path tree, String path, Set<String> named) {
        this.tree = tree;
        this.path = path;
        this.named = Set.copyOf(named);
    }

    /** The target's path. */
    String path() {
        return path;
    }

    /** The file with its line, as far as they are known; else the target's path. */
    String where(String errors) {
        Matcher template = TEMPLATE.matcher(errors);
        while (template.find()) {
            String file = Paths.resolve(path, template.group(1));
            if (file != null && isInput(file)) {
                return file + (template.group(2) == null ? "" : template.group(2));
            }
        }
        for (Pattern pattern : new Pattern[] {VALUES_FILE, RESOURCE}) {
            Matcher file = pattern.matcher(errors);
            String last = "";
            while (file.find()) {
                String found = Paths.resolve(path, file.group(1));
                last = found != null && isInput(found) ? found : last;
            }
            if (!last.isEmpty()) {
                return last;
            }
        }
        return Paths.named(path);
    }

    /** What the output is about: names of values and files; empty where none can be told from content. */
    String about(String errors) {
        Set<String> about = new LinkedHashSet<>();
        Matcher expression = EXPRESSION.matcher(errors);
        while (expression.find()) {
            Matcher value = VALUE.matcher(expression.group(1));
            while (value.find()) {
                about.add(value.group());
            }
        }
        Matcher file = Pattern.compile(Pattern.quote(tree + "/") + "([-A-Za-z0-9_.~/+@]{1,1024})")
                .matcher(errors);
        while (file.find()) {
            if (named.contains(file.group(1)) || isInput(file.group(1))) {
                about.add(Quotable.path(file.group(1)));
            }
        }
        return String.join(", ", about);
    }

    private boolean isInput(String file) {
        return Files.isRegularFile(tree.resolve(file).normalize());
    }
}
