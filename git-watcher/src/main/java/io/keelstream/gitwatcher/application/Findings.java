package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Collects what is wrong in one file, each with line and column. Confined to the thread that reads the file. */
final class Findings {

    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    Findings(String file) {
        this.file = file;
    }

    void add(Reason reason, String message, Node at) {
        add(reason, message, at.getStartMark());
    }

    void add(Reason reason, String message, @Nullable Mark at) {
        String where = at == null ? file : file + ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1);
        problems.add(reason.problem(message, where));
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }
}
