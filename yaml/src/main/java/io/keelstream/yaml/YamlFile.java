package io.keelstream.yaml;

import io.keelstream.yaml.YamlError.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.resolver.Resolver;

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
        if (text.length() > CODE_POINTS) {
            errors.accept(new YamlError(Kind.SYNTAX, "the file is larger than " + CODE_POINTS + " characters", 0, 0));
            return Optional.empty();
        }
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEPTH);
        options.setMaxAliasesForCollections(ALIASES);
        options.setCodePointLimit(CODE_POINTS);
        Node document = null;
        try {
            Counted documents = new Counted(text, options);
            if (documents.checkNode()) {
                document = documents.getNode();
            }
            if (documents.checkNode()) {
                errors.accept(whole("the file holds more than one document; it must hold exactly one"));
                return Optional.empty();
            }
        } catch (TooManyValues e) {
            errors.accept(YamlError.at(e.getProblemMark(), Kind.SYNTAX, e.getProblem()));
            return Optional.empty();
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
        if (document == null || StrictMapping.isNull(document)) {
            errors.accept(whole("the file is empty; it must hold exactly one"));
            return Optional.empty();
        }
        return new DocumentCheck(errors).passes(document) ? Optional.of(document) : Optional.empty();
    }

    private static YamlError whole(String message) {
        return new YamlError(Kind.INVALID_VALUE, message, 0, 0);
    }

    /** Stops where there are more nodes than a document may have, before all of them are held. */
    private static final class Counted extends Composer {

        private int nodes;

        Counted(String text, LoaderOptions options) {
            super(new ParserImpl(new TextReader(text), options), new Resolver(), options);
        }

        @Override
        protected Node composeScalarNode(String anchor, List<CommentLine> comments) {
            count();
            return super.composeScalarNode(anchor, comments);
        }

        @Override
        protected Node composeSequenceNode(String anchor) {
            count();
            return super.composeSequenceNode(anchor);
        }

        @Override
        protected Node composeMappingNode(String anchor) {
            count();
            return super.composeMappingNode(anchor);
        }

        private void count() {
            if (++nodes > DocumentCheck.VALUES) {
                throw new TooManyValues(parser.peekEvent().getStartMark());
            }
        }
    }

    /** Says at which value a file has too many. */
    private static final class TooManyValues extends MarkedYAMLException {

        private static final long serialVersionUID = 1L;

        TooManyValues(Mark place) {
            super(null, null, DocumentCheck.tooManyValues(), place);
        }
    }
}
