package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.yaml.YamlError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.yaml.snakeyaml.nodes.Node;

/** Collects what is wrong in one file, each with line and column. Confined to the thread that reads the file. */
final class FileProblems implements Consumer<YamlError> {

    private static final int MOST = 50;
    private static final int LONGEST_MESSAGE = 1_000;

    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    FileProblems(String file) {
        this.file = file;
    }

    @Override
    public void accept(YamlError error) {
        add(reason(error.kind()), error.message(), error.where(file));
    }

    void add(Reason reason, String message, Node at) {
        int line = at.getStartMark().getLine() + 1;
        int column = at.getStartMark().getColumn() + 1;
        add(reason, message, file + ":" + line + ":" + column);
    }

    private void add(Reason reason, String message, String where) {
        if (problems.size() < MOST) {
            boolean fits = message.length() <= LONGEST_MESSAGE;
            problems.add(reason.problem(fits ? message : message.substring(0, LONGEST_MESSAGE) + " ...", where));
        }
    }

    /** The file, from the repository's root. */
    String file() {
        return file;
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    private static Reason reason(YamlError.Kind kind) {
        return switch (kind) {
            case SYNTAX -> Reason.YAML_SYNTAX;
            case UNKNOWN_FIELD -> Reason.UNKNOWN_FIELD;
            case DUPLICATE_KEY -> Reason.DUPLICATE_KEY;
            case MISSING_FIELD -> Reason.MISSING_FIELD;
            case INVALID_VALUE -> Reason.INVALID_VALUE;
        };
    }
}
