package io.keelstream.cli.adopt.argocd;

import io.keelstream.cli.adopt.argocd.TemplateText.Unknown;
import io.keelstream.cli.adopt.draft.LabelText;
import io.keelstream.cli.adopt.source.SourceTree;
import io.keelstream.gitwatcher.pattern.IgnoreRule;
import io.keelstream.gitwatcher.pattern.Steps;
import io.keelstream.gitwatcher.pattern.TooManyStepsException;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlDocument;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.kubernetes.yaml.YamlResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The Git generator on the sources: folders or files that patterns match, each with its path as parameters. Confined to one thread. */
final class GitGenerator {

    private static final long MOST_STEPS = 100_000_000;

    /** Stands for a slash where a path is looked at as one name. */
    private static final char ONE_NAME = '\u0001';

    private final SourceTree tree;
    private final TemplateText template;
    private final String prefix;
    private final Steps steps = new Steps(MOST_STEPS);

    /** @param prefix what is before {@code path} in the parameters' names; empty for nothing */
    GitGenerator(SourceTree tree, TemplateText template, String prefix) {
        this.tree = tree;
        this.template = template;
        this.prefix = prefix;
    }

    /**
     * A pattern of paths from the root. What its stars match is another thing for folders and for files.
     *
     * @param path the pattern
     * @param exclude whether what it matches is left out
     */
    record Pattern(String path, boolean exclude) {}

    /** Every folder that a pattern matches and none excludes, except those with a name that begins with a dot. */
    List<Map<String, @Nullable Object>> folders(List<Pattern> patterns) {
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        for (String folder : tree.folders()) {
            boolean hidden = ("/" + folder).contains("/.");
            if (!folder.isEmpty() && !hidden && matches(patterns, each -> ofFolder(each, folder))) {
                found.add(pathParameters(folder, ""));
            }
        }
        return found;
    }

    /** The content of every file that a pattern matches and none excludes: a mapping, or a list of some. */
    List<Map<String, @Nullable Object>> files(List<Pattern> patterns) {
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        for (String file : tree.files()) {
            boolean pathspec = matches(patterns, each -> ofPathspec(each, file));
            if (pathspec != matches(patterns, each -> rule(each.replaceFirst("^\\./", ""), file, false))) {
                throw new Unknown(
                        "has a pattern of files that Argo CD reads in two ways, by its setting for globs of Git files: "
                                + file + " counts in one of them. Write the applications themselves");
            }
            if (!pathspec) {
                continue;
            }
            for (Object content : contents(file)) {
                Map<String, @Nullable Object> parameters =
                        new LinkedHashMap<>(template.go() ? Manifest.map(content) : Flat.of(Manifest.map(content)));
                int slash = file.lastIndexOf('/');
                parameters.putAll(pathParameters(slash < 0 ? "" : file.substring(0, slash), file.substring(slash + 1)));
                found.add(parameters);
            }
        }
        return found;
    }

    private boolean matches(List<Pattern> patterns, Predicate<String> one) {
        boolean included = false;
        for (Pattern pattern : patterns) {
            if (pattern.path().indexOf('[') >= 0 || pattern.path().indexOf('\\') >= 0) {
                throw new Unknown(
                        "has a pattern with [ or \\, which is not translated. Write the applications themselves");
            }
            boolean matches = one.test(pattern.path());
            if (matches && pattern.exclude()) {
                return false;
            }
            included |= matches;
        }
        return included;
    }

    /** As Go's {@code path.Match}: stars, however many, stay inside of one name. */
    private boolean ofFolder(String pattern, String folder) {
        return rule(pattern.replaceAll("\\*+", "*"), folder, true);
    }

    /** As {@code git ls-files}, unless Argo CD is told otherwise: stars go over slashes. */
    private boolean ofPathspec(String pattern, String file) {
        String stars = pattern.replaceFirst("^\\./", "").replaceAll("\\*+", "*");
        return rule(stars.replace('/', ONE_NAME), file.replace('/', ONE_NAME), false);
    }

    private boolean rule(String pattern, String path, boolean folder) {
        try {
            return IgnoreRule.of("/" + pattern)
                    .filter(rule -> rule.matches(List.of(path.split("/", -1)), folder, steps))
                    .isPresent();
        } catch (TooManyStepsException e) {
            throw new Unknown("has patterns that take too long on so many files");
        }
    }

    private List<@Nullable Object> contents(String file) {
        byte[] content = tree.read(file);
        if (content.length <= SourceTree.MOST_BYTES
                && new YamlReader().documents(content) instanceof YamlResult.Read<YamlDocument>(List<YamlDocument> all)
                && all.size() == 1) {
            Object value = all.getFirst().value();
            return value instanceof List ? Manifest.list(value) : List.of(value);
        }
        throw new Unknown("has a Git generator that reads " + file + ", which is not one document of YAML or JSON");
    }

    private Map<String, @Nullable Object> pathParameters(String folder, String file) {
        List<String> segments = List.of(folder.split("/", -1));
        String basename = segments.getLast();
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        if (template.go()) {
            Map<String, @Nullable Object> path = new LinkedHashMap<>();
            path.put("path", folder);
            path.put("basename", basename);
            path.put("basenameNormalized", LabelText.of(basename));
            path.put("segments", segments);
            if (!file.isEmpty()) {
                path.put("filename", file);
                path.put("filenameNormalized", LabelText.of(file));
            }
            parameters.putAll(prefix.isEmpty() ? Map.of("path", path) : Map.of(prefix, Map.of("path", path)));
            return parameters;
        }
        String name = prefix.isEmpty() ? "path" : prefix + ".path";
        parameters.put(name, folder);
        parameters.put(name + ".basename", basename);
        parameters.put(name + ".basenameNormalized", LabelText.of(basename));
        for (int i = 0; i < segments.size(); i++) {
            parameters.put(name + "[" + i + "]", segments.get(i));
        }
        if (!file.isEmpty()) {
            parameters.put(name + ".filename", file);
            parameters.put(name + ".filenameNormalized", LabelText.of(file));
        }
        return parameters;
    }
}
