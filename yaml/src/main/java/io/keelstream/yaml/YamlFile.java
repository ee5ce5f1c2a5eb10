package io.keelstream.yaml;

import io.keelstream.yaml.YamlError.Kind;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a file that holds exactly one YAML document. No file can make the reader use more than its limits allow. Pure;
 * thread-safe.
 */
public final class YamlFile {

    private static final int DEPTH = 64;
    private static final int ALIASES = 50;
    private static final int CODE_POINTS = 2 << 20;

    private YamlFile() {}

    /**
     * The document; empty, with an error, where there is none or it is not valid YAML. A duplicate key is an error too, and
     * the document is read all the same.
     *
     * @param utf8 the content of the file
     * @param errors receives every error; may throw to stop at the first
     */
    public static Optional<Node> document(byte[] utf8, Consumer<YamlError> errors) {
        try {
            return document(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(utf8))
                            .toString(),
                    errors);
        } catch (CharacterCodingException e) {
            errors.accept(new YamlError(Kind.SYNTAX, "the file is not UTF-8 text", 0, 0));
            return Optional.empty();
        }
    }

    /** The same for text. */
    public static Optional<Node> document(String text, Consumer<YamlError> errors) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEPTH);
        options.setMaxAliasesForCollections(ALIASES);
        options.setCodePointLimit(CODE_POINTS);
        List<Node> documents = new ArrayList<>();
        try {
            new Yaml(options).composeAll(new StringReader(text)).forEach(documents::add);
        } catch (MarkedYAMLException e) {
            errors.accept(YamlError.at(e.getProblemMark(), Kind.SYNTAX, SyntaxMessage.of(e)));
            return Optional.empty();
        } catch (YAMLException e) {
            errors.accept(new YamlError(
                    Kind.SYNTAX,
                    "not valid YAML, or beyond the limits (depth " + DEPTH + ", " + ALIASES + " aliases)",
                    0,
                    0));
            return Optional.empty();
        }
        if (documents.size() == 1 && !StrictMapping.isNull(documents.getFirst())) {
            Node document = documents.getFirst();
            return new DocumentCheck(errors).passes(document) ? Optional.of(document) : Optional.empty();
        }
        String count = documents.size() > 1 ? "holds " + documents.size() + " documents" : "is empty";
        errors.accept(new YamlError(Kind.INVALID_VALUE, "the file " + count + "; it must hold exactly one", 0, 0));
        return Optional.empty();
    }
}
