package io.keelstream.canary.offline.rows;

import io.keelstream.canary.configuration.MalformedInputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON lines: one object per line with the columns of the CSV form as fields; absent ones may be left out. Stateless. */
final class JsonRows implements RowSyntax {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final String file;

    JsonRows(String file) {
        this.file = file;
    }

    @Override
    public RawRow parse(String text, long line) {
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (JacksonException malformed) {
            throw new MalformedInputException(file, line, "not JSON: " + malformed.getOriginalMessage());
        }
        if (!node.isObject()) {
            throw new MalformedInputException(file, line, "expected a JSON object per line");
        }
        return new RawRow(
                new RawRow.Place(file, line),
                field(node, "tick"),
                field(node, "arm"),
                field(node, "metric"),
                field(node, "pod"),
                new RawRow.Numbers(
                        field(node, "events"), field(node, "total"), field(node, "bound"), field(node, "value")));
    }

    private static String field(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isMissingNode() || value.isNull() ? "" : value.asString();
    }
}
