package io.keelstream.kubernetes.yaml;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.json.JsonException;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.yaml.SyntaxMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads YAML (and JSON) as kubectl reads it, except that a duplicate key is an error instead of a surprise. No
 * text can make it use more than its limits allow. Immutable; thread-safe.
 */
public final class YamlReader {

    private static final long GROWTH = 8;

    private final YamlLimits limits;

    public YamlReader() {
        this(YamlLimits.DEFAULT);
    }

    public YamlReader(YamlLimits limits) {
        this.limits = limits;
    }

    /** All documents of a text in UTF-8; empty ones are skipped. */
    public YamlResult<YamlDocument> documents(byte[] utf8) {
        return documents(utf8, alone());
    }

    /** The same for one of several texts that share what they may ask for. */
    public YamlResult<YamlDocument> documents(byte[] utf8, YamlBudget budget) {
        if (utf8.length > limits.bytes()) {
            return new YamlResult.Malformed<>(1, 1, "larger than " + limits.bytes() + " bytes");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            return new YamlResult.Malformed<>(1, 1, "not UTF-8");
        }
        return decoded(text, budget);
    }

    /** The same for text. */
    public YamlResult<YamlDocument> documents(String text) {
        return documents(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for one of several texts that share what they may ask for. */
    public YamlResult<YamlDocument> documents(String text, YamlBudget budget) {
        return documents(text.getBytes(StandardCharsets.UTF_8), budget);
    }

    /** For a text that shares nothing: aliases may multiply its size by a little. */
    private YamlBudget alone() {
        return new YamlBudget(Integer.MAX_VALUE, limits.nodes(), GROWTH * limits.bytes(), () -> {});
    }

    /**
     * All Kubernetes objects of a text. The items of a {@code kind: List} count one by one; a document that is not a map
     * with apiVersion and kind is an error.
     */
    public YamlResult<LocatedManifest> manifests(byte[] utf8) {
        return switch (documents(utf8)) {
            case YamlResult.Malformed<YamlDocument>(int line, int column, String message) ->
                new YamlResult.Malformed<>(line, column, message);
            case YamlResult.Read<YamlDocument>(List<YamlDocument> documents) -> objects(documents);
        };
    }

    private static YamlResult<LocatedManifest> objects(List<YamlDocument> documents) {
        List<LocatedManifest> manifests = new ArrayList<>();
        for (YamlDocument document : documents) {
            String problem = add(document.value(), document.line(), manifests);
            if (!problem.isEmpty()) {
                return new YamlResult.Malformed<>(document.line(), 1, problem);
            }
        }
        return new YamlResult.Read<>(manifests);
    }

    private static String add(@Nullable Object value, int line, List<LocatedManifest> into) {
        if (!(value instanceof Map)) {
            return "not a Kubernetes object: the document is not a map";
        }
        Manifest manifest = new Manifest(Manifest.map(value));
        if (manifest.kind().isEmpty() || manifest.apiVersion().isEmpty()) {
            return "not a Kubernetes object: apiVersion or kind is missing";
        }
        Optional<List<@Nullable Object>> items = manifest.items();
        if (items.isPresent()) {
            for (Object item : items.get()) {
                String problem = add(item, line, into);
                if (!problem.isEmpty()) {
                    return problem;
                }
            }
            return "";
        }
        into.add(new LocatedManifest(manifest, line));
        return "";
    }

    private YamlResult<YamlDocument> decoded(String text, YamlBudget budget) {
        try {
            String unmarked = ByteOrderMarks.removed(text);
            YamlDocument json = json(unmarked, budget);
            return new YamlResult.Read<>(json == null ? composed(unmarked, budget) : List.of(json));
        } catch (YamlProblem e) {
            return new YamlResult.Malformed<>(e.line, e.column, String.valueOf(e.getMessage()));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            int line = mark == null ? 1 : mark.getLine() + 1;
            int column = mark == null ? 1 : mark.getColumn() + 1;
            return new YamlResult.Malformed<>(line, column, SyntaxMessage.of(e));
        } catch (YAMLException e) {
            return new YamlResult.Malformed<>(1, 1, SyntaxMessage.of(e));
        }
    }

    /** Text that is JSON is read as JSON, tabs and all, unless it has a duplicate key, of which YAML's reader knows the place. */
    private @Nullable YamlDocument json(String text, YamlBudget budget) {
        if (!text.stripLeading().startsWith("{")) {
            return null;
        }
        YamlBudget.Spent before = budget.now();
        try {
            budget.document(null);
            budget.text(null, text.length());
            Object value = Json.readStrict(text, limits.depth(), () -> budget.value(null));
            return value == null ? null : new YamlDocument(value, 1);
        } catch (JsonException e) {
            budget.goBack(before);
            return null;
        }
    }

    private List<YamlDocument> composed(String text, YamlBudget budget) {
        LoaderOptions options = ComposedYaml.options(limits);
        ContinuingTabs tabs = new ContinuingTabs(text, options);
        YamlBudget.Spent before = budget.now();
        while (true) {
            try {
                return composed(new ComposedYaml(text, tabs.found(), options, budget), budget);
            } catch (MarkedYAMLException e) {
                if (e.getProblemMark() == null || !tabs.add(e.getProblemMark())) {
                    throw e;
                }
                budget.goBack(before);
            }
        }
    }

    private List<YamlDocument> composed(ComposedYaml yaml, YamlBudget budget) {
        NodeReader reader = new NodeReader(limits, budget);
        List<YamlDocument> documents = new ArrayList<>();
        while (yaml.hasNext()) {
            Node node = yaml.next();
            Object value = reader.value(node);
            if (value != null) {
                budget.document(node.getStartMark());
                documents.add(new YamlDocument(value, node.getStartMark().getLine() + 1));
            }
        }
        return documents;
    }
}
