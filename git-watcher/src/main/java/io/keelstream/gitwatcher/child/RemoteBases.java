package io.keelstream.gitwatcher.child;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.encrypted.EncryptedFiles;
import io.keelstream.gitwatcher.render.RenderRequest;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.Wanted;
import io.keelstream.gitwatcher.source.Written;
import io.keelstream.yaml.Quotable;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Bases of a kustomization that are in other repositories. They are written beside the inputs, and the kustomizations that name them
 * name those folders instead: kustomize itself fetches nothing. Used once, by one thread.
 */
final class RemoteBases {

    /** Fields of a kustomization that may name one. */
    static final List<String> FIELDS = List.of("resources", "bases", "components");

    private static final int MOST = 20;

    /** A base, and what is to be fetched for it. */
    private record Named(Written.Base base, Wanted wanted) {}

    /** By the text that names it. */
    private final Map<String, Named> bases = new LinkedHashMap<>();

    /** The kustomizations that name some, and their folders. */
    private final Map<Entry, Entry> files = new LinkedHashMap<>();

    /** Takes a reference of a kustomization; false where it is none to another repository. */
    boolean take(Entry folder, Entry file, String text) {
        return Written.base(text)
                .map(base -> {
                    bases.putIfAbsent(text, new Named(base, Wanted.first(base.base(), file.path())));
                    files.put(file, folder);
                    return true;
                })
                .orElse(false);
    }

    boolean isEmpty() {
        return bases.isEmpty();
    }

    /** The commits to fetch, each once. */
    List<Wanted> sources() {
        Map<String, Wanted> sources = new LinkedHashMap<>();
        bases.values()
                .forEach(each -> sources.putIfAbsent(each.wanted().address().key(), each.wanted()));
        return List.copyOf(sources.values());
    }

    /**
     * Writes the bases and lets the kustomizations name them; returns what is refused.
     *
     * @param tree the folder of the inputs, which are written already
     * @param beside an absent folder beside that one
     */
    List<Problem> write(RenderRequest request, Path tree, Path beside) {
        List<Problem> problems = new ArrayList<>();
        if (bases.size() > MOST) {
            String file = files.keySet().iterator().next().path();
            return List.of(Reason.BUNDLE_TOO_LARGE.problem(
                    "more than " + MOST + " bases of other repositories; copy some into the repository", file));
        }
        Map<String, String> places = new LinkedHashMap<>();
        bases.forEach((text, named) -> {
            Written.Base base = named.base();
            Wanted source = named.wanted();
            if (!(request.contents().get(base.base().key()) instanceof Content.Files(Snapshot snapshot))) {
                problems.add(request.missing(source));
                return;
            }
            Path folder = beside.resolve(String.valueOf(places.size()));
            String inside = folder.getFileName() + (base.folder().isEmpty() ? "" : "/" + base.folder());
            places.put(text, beside.getFileName() + "/" + inside);
            one(snapshot, base, folder)
                    .forEach(each -> problems.add(new Problem(
                            each.reason(),
                            "in the base " + base.base().named() + ": " + each.message(),
                            source.where())));
        });
        if (problems.isEmpty()) {
            files.forEach((file, folder) -> rewrite(tree.resolve(file.path()), folder, places));
        }
        return problems;
    }

    /** A base is looked at as the repository's own kustomizations are. */
    private static List<Problem> one(Snapshot snapshot, Written.Base base, Path folder) {
        EncryptedFiles files = new EncryptedFiles(snapshot);
        List<Problem> problems = readable(files, base, folder);
        return problems.isEmpty()
                ? files.encrypted().stream()
                        .sorted()
                        .map(path -> Reason.RENDERER_INPUT.problem(
                                Quotable.path(path)
                                        + " is encrypted with SOPS, which is read in this repository alone; copy it",
                                null))
                        .toList()
                : problems;
    }

    private static List<Problem> readable(Snapshot snapshot, Written.Base base, Path folder) {
        KustomizeInputs inputs = KustomizeInputs.of(snapshot, base.folder());
        if (inputs.entries().isEmpty()) {
            return List.of(Reason.SOURCE_NOT_FOUND.problem("it has no folder '" + base.folder() + "'", null));
        }
        if (!inputs.remote().isEmpty()) {
            return List.of(Reason.RENDERER_INPUT.problem(
                    "it names a base of yet another repository; name that one in a kustomization of this repository, or copy it",
                    null));
        }
        return inputs.problems().isEmpty() ? InputTree.write(snapshot, inputs.entries(), folder) : inputs.problems();
    }

    /** Puts folders in the places of addresses; everything else of the file stays as it is. */
    private static void rewrite(Path file, Entry folder, Map<String, String> places) {
        try {
            String text = Files.readString(file);
            int depth = folder.path().isEmpty() ? 0 : folder.path().split("/", -1).length;
            String up = "../".repeat(depth + 1);
            int[] points = text.codePoints().toArray();
            StringBuilder made = new StringBuilder();
            int from = 0;
            for (ScalarNode each : named(text)) {
                String place = places.get(each.getValue());
                if (place != null) {
                    made.append(new String(points, from, each.getStartMark().getIndex() - from));
                    made.append('"').append(up).append(place).append('"');
                    from = each.getEndMark().getIndex();
                }
            }
            made.append(new String(points, from, points.length - from));
            Files.write(file, made.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the inputs of a render cannot be written", e);
        }
    }

    /** What the kustomization names, in the order of the file. It was read within the limits of files before. */
    private static List<ScalarNode> named(String text) {
        List<ScalarNode> named = new ArrayList<>();
        for (Node document : new Yaml().composeAll(new StringReader(text))) {
            if (document instanceof MappingNode mapping) {
                for (NodeTuple field : mapping.getValue()) {
                    if (field.getKeyNode() instanceof ScalarNode key
                            && FIELDS.contains(key.getValue())
                            && field.getValueNode() instanceof SequenceNode list) {
                        list.getValue().stream()
                                .filter(ScalarNode.class::isInstance)
                                .map(ScalarNode.class::cast)
                                .forEach(named::add);
                    }
                }
            }
        }
        named.sort(Comparator.comparingInt(each -> each.getStartMark().getIndex()));
        return named;
    }
}
