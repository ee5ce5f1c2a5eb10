package io.keelstream.kubernetes.sops;

import io.keelstream.kubernetes.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A YAML text, of one document or several. Values are replaced where they are in the text, so that everything else keeps its
 * layout; the mapping {@code sops} is cut out of each document.
 */
final class YamlLayout implements Layout {

    private final int[] codePoints;
    private final List<Spot> spots = new ArrayList<>();
    private final List<Leaf> leaves = new ArrayList<>();
    private @Nullable Map<String, @Nullable Object> metadata;

    /** A stretch of the text: an encrypted value, or SOPS's own part without a leaf. */
    private record Spot(int start, int end, @Nullable Leaf leaf) {}

    private YamlLayout(String text) {
        this.codePoints = text.codePoints().toArray();
    }

    /** @throws org.yaml.snakeyaml.error.YAMLException where the text is not valid YAML */
    static YamlLayout of(String text) {
        YamlLayout layout = new YamlLayout(text);
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(SopsDocument.DEEPEST);
        options.setCodePointLimit(SopsDocument.MOST_BYTES);
        options.setMaxAliasesForCollections(0);
        options.setProcessComments(false);
        Composer composer = new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options);
        Walk walk = layout.new Walk();
        while (composer.checkNode()) {
            walk.document(composer.getNode());
        }
        return layout;
    }

    @Override
    public List<Leaf> leaves() {
        return Collections.unmodifiableList(leaves);
    }

    @Override
    public @Nullable Map<String, @Nullable Object> metadata() {
        return metadata;
    }

    @Override
    public String text(Function<Leaf, Replacement> values) {
        StringBuilder text = new StringBuilder();
        int done = 0;
        for (Spot spot : spots) {
            text.append(new String(codePoints, done, spot.start() - done));
            if (spot.leaf() != null) {
                text.append(
                        switch (values.apply(spot.leaf())) {
                            case Replacement.Text(String plain) -> Json.writeText(plain);
                            case Replacement.Literal(String plain) -> plain;
                        });
            }
            done = spot.end();
        }
        return text.append(new String(codePoints, done, codePoints.length - done))
                .toString();
    }

    /** Goes through the nodes of one text in their order. */
    private final class Walk {

        private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

        void document(Node root) {
            switch (root) {
                case MappingNode map -> top(map);
                case ScalarNode scalar when scalar.getValue().isEmpty() -> {}
                default -> throw new SopsException("a document of it is no mapping");
            }
        }

        private void top(MappingNode map) {
            Set<String> keys = new HashSet<>();
            for (NodeTuple entry : map.getValue()) {
                String key = key(entry, keys);
                if (key.equals(SopsDocument.FIELD) && entry.getValueNode() instanceof MappingNode own) {
                    metadata = own(own);
                    spots.add(new Spot(
                            entry.getKeyNode().getStartMark().getIndex(),
                            own.getEndMark().getIndex(),
                            null));
                } else {
                    value(entry.getValueNode(), List.of(key));
                }
            }
        }

        private void value(Node node, List<String> path) {
            once(node);
            switch (node) {
                case MappingNode map -> {
                    Set<String> keys = new HashSet<>();
                    for (NodeTuple entry : map.getValue()) {
                        String key = key(entry, keys);
                        value(
                                entry.getValueNode(),
                                Stream.concat(path.stream(), Stream.of(key)).toList());
                    }
                }
                case SequenceNode list -> list.getValue().forEach(item -> value(item, path));
                case ScalarNode scalar -> scalar(scalar, path);
                default -> throw new SopsException(new Leaf(path, "", null).named() + " is no map, list or scalar");
            }
        }

        private void scalar(ScalarNode scalar, List<String> path) {
            Leaf leaf = YamlScalar.leaf(scalar, path);
            if (leaf == null) {
                return;
            }
            leaves.add(leaf);
            if (leaf.encrypted() == null) {
                return;
            }
            int start = scalar.getStartMark().getIndex();
            int end = scalar.getEndMark().getIndex();
            String written = new String(codePoints, start, end - start);
            if (!written.contains(leaf.text())) {
                throw new SopsException(leaf.named() + " is not written in one line, as SOPS writes it");
            }
            spots.add(new Spot(start, end, leaf));
        }

        private String key(NodeTuple entry, Set<String> keys) {
            if (!(entry.getKeyNode() instanceof ScalarNode scalar)) {
                throw new SopsException("a key of it is a map or a list");
            }
            once(scalar);
            if (!keys.add(scalar.getValue())) {
                throw new SopsException("duplicate key in a mapping (line "
                        + (scalar.getStartMark().getLine() + 1) + ")");
            }
            return scalar.getValue();
        }

        /** An alias is a second way to the same node, and SOPS writes none. */
        private void once(Node node) {
            if (!seen.add(node)) {
                throw new SopsException("it has an alias (line "
                        + (node.getStartMark().getLine() + 1) + "), which SOPS does not write");
            }
        }

        private Map<String, @Nullable Object> own(MappingNode map) {
            Map<String, @Nullable Object> own = new LinkedHashMap<>();
            Set<String> keys = new HashSet<>();
            for (NodeTuple entry : map.getValue()) {
                own.put(key(entry, keys), own(entry.getValueNode()));
            }
            return own;
        }

        private @Nullable Object own(Node node) {
            once(node);
            return switch (node) {
                case MappingNode map -> own(map);
                case SequenceNode list -> {
                    List<@Nullable Object> items = new ArrayList<>();
                    list.getValue().forEach(item -> items.add(own(item)));
                    yield items;
                }
                case ScalarNode scalar -> YamlScalar.isNull(scalar) ? null : scalar.getValue();
                default -> null;
            };
        }
    }
}
