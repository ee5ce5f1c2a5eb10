package io.keelstream.yaml;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * What SnakeYAML says of a text, without what it quotes of it: aliases, tags and characters are content. What is not known here
 * to be a fixed text of SnakeYAML's is left out; the place says the rest. Stateless.
 */
public final class SyntaxMessage {

    private static final String NOT_VALID = "not valid YAML";

    /** Whole problems without a quotation. */
    private static final Pattern FIXED =
            Pattern.compile("found unexpected end of stream|found unexpected document separator"
                    + "|(mapping keys|mapping values|sequence entries) are not allowed here|could not find expected ':'"
                    + "|found duplicate YAML directive|found incompatible YAML document \\(version 1\\.\\* is required\\)"
                    + "|expected a single document in the stream"
                    + "|expected [a-zA-Z ,<>'-]{1,40}, but found '?<[a-z ]+>'?");

    /** Beginnings of problems that quote what follows, and what is said instead; the first one that fits. */
    private static final Map<String, String> QUOTING = new LinkedHashMap<>();

    static {
        QUOTING.put("found undefined alias", "an alias has no anchor before it; quote the text if it is not an alias");
        QUOTING.put("found character '\\t", "a tab cannot begin a line or a value; use spaces, or quote the text");
        QUOTING.put("found character", "a character cannot begin a value; quote the text");
        QUOTING.put("found unknown escape character", "unknown escape in a text in double quotes");
        QUOTING.put("expected escape sequence", "incomplete escape in a text in double quotes");
        QUOTING.put("found undefined tag handle", "a tag has a handle that is not declared");
        QUOTING.put("duplicate tag handle", "a tag handle is declared twice");
        QUOTING.put("expected alphabetic or numeric character", "an anchor or alias without a valid name");
        QUOTING.put("unexpected character found", "an anchor or alias without a valid name");
        QUOTING.put("expected ',' or ']'", "expected ',' or ']'");
        QUOTING.put("expected ',' or '}'", "expected ',' or '}'");
        QUOTING.put("expected chomping or indentation", "a block of text has a wrong indicator behind | or >");
        QUOTING.put("expected indentation indicator", "a block of text has a wrong indicator behind | or >");
        QUOTING.put("expected a comment or a line break", "text behind | or >, where the line must end");
        QUOTING.put("expected URI", "a tag that is not valid");
        QUOTING.put("expected the node content", "a value is missing");
        QUOTING.put("Global tag is not allowed", "a tag that is not allowed");
        QUOTING.put("Number of aliases", "too many aliases of mappings and lists");
        QUOTING.put("Nesting Depth exceeded", "the nesting is too deep");
        QUOTING.put("The incoming YAML document exceeds the limit", "too large");
    }

    private SyntaxMessage() {}

    /** The message for people: {@code not valid YAML}, and why where that is known. */
    public static String of(YAMLException error) {
        if (error instanceof ReaderException character) {
            return NOT_VALID + ": the character U+%04X is not allowed".formatted(character.getCodePoint());
        }
        String problem =
                String.valueOf(error instanceof MarkedYAMLException marked ? marked.getProblem() : error.getMessage());
        if (FIXED.matcher(problem).matches()) {
            return NOT_VALID + ": " + problem;
        }
        return QUOTING.entrySet().stream()
                .filter(each -> problem.startsWith(each.getKey()))
                .findFirst()
                .map(each -> NOT_VALID + ": " + each.getValue())
                .orElse(NOT_VALID);
    }
}
