package io.keelstream.kubernetes.yaml;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Ends the reading of one text from inside; never leaves the package. */
final class YamlProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    final int line;
    final int column;

    YamlProblem(Node node, String message) {
        this(node.getStartMark(), message);
    }

    /** @param place null where it is not known */
    YamlProblem(@Nullable Mark place, String message) {
        super(message, null, false, false);
        this.line = place == null ? 1 : place.getLine() + 1;
        this.column = place == null ? 1 : place.getColumn() + 1;
    }
}
