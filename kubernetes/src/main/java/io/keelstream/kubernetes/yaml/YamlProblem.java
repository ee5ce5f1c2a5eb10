package io.keelstream.kubernetes.yaml;

import org.yaml.snakeyaml.nodes.Node;

/** Ends the reading of one text from inside; never leaves the package. */
final class YamlProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    final int line;
    final int column;

    YamlProblem(Node node, String message) {
        super(message, null, false, false);
        this.line = node.getStartMark().getLine() + 1;
        this.column = node.getStartMark().getColumn() + 1;
    }
}
