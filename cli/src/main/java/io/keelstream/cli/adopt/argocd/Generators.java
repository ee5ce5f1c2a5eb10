package io.keelstream.cli.adopt.argocd;

import io.keelstream.cli.adopt.argocd.TemplateText.Unknown;
import io.keelstream.cli.adopt.source.Fields;
import io.keelstream.cli.adopt.source.Sources;
import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the generators of an ApplicationSet give: lists, folders and files of the sources, and the product of two. Others ask a server, and end it
 * with {@link Unknown}. Confined to one thread.
 */
final class Generators {

    /** Applications of one ApplicationSet. */
    private static final int MOST = 1_000;

    private final Sources sources;
    private final TemplateText template;

    Generators(Sources sources, TemplateText template) {
        this.sources = sources;
        this.template = template;
    }

    /** The parameters of every application, from all generators of a list. */
    List<Map<String, @Nullable Object>> all(Fields owner) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (Fields generator : owner.sections("generators")) {
            all.addAll(one(generator, Map.of()));
        }
        return bounded(all);
    }

    private List<Map<String, @Nullable Object>> one(Fields generator, Map<String, @Nullable Object> outer) {
        if (generator.has("selector")) {
            throw new Unknown(
                    "has a generator with a selector, which is not translated. Write the applications themselves");
        }
        if (generator.has("list")) {
            return list(generator.section("list"), outer);
        }
        if (generator.has("git")) {
            return git(generator.section("git"), outer);
        }
        if (generator.has("matrix")) {
            return matrix(generator.section("matrix"));
        }
        throw new Unknown(
                "has a generator that is not translated: list, git and matrix are. Write the applications themselves");
    }

    /** A generator's own template takes precedence over that of the set; one that says nothing is written by the API server. */
    private static void template(Fields generator) {
        if (says(generator.value("template"))) {
            throw new Unknown(
                    "has a generator with a template of its own, which is not translated. Write the applications"
                            + " themselves");
        }
    }

    private static boolean says(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Map<?, ?> map -> map.values().stream().anyMatch(Generators::says);
            case List<?> list -> list.stream().anyMatch(Generators::says);
            case String text -> !text.isEmpty();
            default -> true;
        };
    }

    private List<Map<String, @Nullable Object>> list(Fields list, Map<String, @Nullable Object> outer) {
        if (list.has("elementsYaml")) {
            throw new Unknown("has elementsYaml, which is not translated. Write the elements themselves");
        }
        template(list);
        List<Map<String, @Nullable Object>> elements = new ArrayList<>();
        for (Object element : Manifest.list(list.value("elements"))) {
            Map<String, @Nullable Object> filled = Manifest.map(template.filled(element, outer));
            elements.add(template.go() ? filled : Flat.of(filled));
        }
        return elements;
    }

    private List<Map<String, @Nullable Object>> git(Fields git, Map<String, @Nullable Object> outer) {
        git.known("requeueAfterSeconds", "revision", "pathParamPrefix");
        template(git);
        String address = template.text(git.text("repoURL").orElse(""), outer);
        if (!sources.repositories().isOwn(address)) {
            throw new Unknown(
                    "has a Git generator for another repository. Run adopt with --sources and a working copy of it");
        }
        GitGenerator generator = new GitGenerator(
                sources.tree(), template, git.text("pathParamPrefix").orElse(""));
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        found.addAll(generator.folders(patterns(git, "directories", outer)));
        found.addAll(generator.files(patterns(git, "files", outer)));
        Map<String, @Nullable Object> values = Manifest.map(git.value("values"));
        List<Map<String, @Nullable Object>> complete = new ArrayList<>();
        for (Map<String, @Nullable Object> each : found) {
            complete.add(values.isEmpty() ? each : template.withValues(each, values));
        }
        return complete;
    }

    private List<GitGenerator.Pattern> patterns(Fields git, String name, Map<String, @Nullable Object> outer) {
        return git.sections(name).stream()
                .map(each -> new GitGenerator.Pattern(
                        template.text(each.text("path").orElse(""), outer), each.isTrue("exclude")))
                .toList();
    }

    /** Every pair of what two generators give; the second one may use what the first one gives. */
    private List<Map<String, @Nullable Object>> matrix(Fields matrix) {
        template(matrix);
        List<Fields> two = matrix.sections("generators");
        if (two.size() != 2) {
            throw new Unknown("has a matrix of " + two.size() + " generators; it needs two");
        }
        List<Map<String, @Nullable Object>> pairs = new ArrayList<>();
        for (Map<String, @Nullable Object> first : one(two.getFirst(), Map.of())) {
            for (Map<String, @Nullable Object> second : one(two.getLast(), first)) {
                Map<String, @Nullable Object> both = new LinkedHashMap<>(first);
                both.putAll(second);
                pairs.add(both);
            }
            bounded(pairs);
        }
        return pairs;
    }

    private List<Map<String, @Nullable Object>> bounded(List<Map<String, @Nullable Object>> some) {
        if (some.size() > MOST) {
            throw new Unknown("makes more than " + MOST + " applications");
        }
        return some;
    }
}
