package io.keelstream.sandbox.table;

import io.keelstream.sandbox.tree.Tree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A pod in one line: how many containers are ready, and the word that says best how it is. */
final class PodSummary {

    private final Ages ages;

    PodSummary(Ages ages) {
        this.ages = ages;
    }

    void add(Map<String, @Nullable Object> tree, List<@Nullable Object> cells) {
        List<Map<String, @Nullable Object>> statuses = Tree.maps(tree, "status", "containerStatuses");
        long ready =
                statuses.stream().filter(status -> Tree.flag(status, "ready")).count();
        long restarts = statuses.stream()
                .mapToLong(status -> Tree.number(0, status, "restartCount"))
                .sum();
        cells.add(ready + "/" + Tree.list(tree, "spec", "containers").size());
        cells.add(word(tree, statuses));
        cells.add(restarts == 0 ? "0" : restarts + lastRestart(statuses));
        cells.add(Cells.age(ages, tree));
        cells.add(Cells.orNone(Tree.text(tree, "status", "podIP")));
        cells.add(Cells.orNone(Tree.text(tree, "spec", "nodeName")));
        cells.add(Cells.orNone(Tree.text(tree, "status", "nominatedNodeName")));
        cells.add("<none>");
    }

    private String lastRestart(List<Map<String, @Nullable Object>> statuses) {
        return statuses.stream()
                .map(status -> Tree.text(status, "lastState", "terminated", "finishedAt"))
                .filter(time -> !time.isEmpty())
                .max(String::compareTo)
                .map(time -> " (" + ages.since(time) + " ago)")
                .orElse("");
    }

    private static String word(Map<String, @Nullable Object> tree, List<Map<String, @Nullable Object>> statuses) {
        String word = Tree.text(tree, "status", "reason");
        if (word.isEmpty()) {
            word = Tree.text(tree, "status", "phase");
        }
        for (Map<String, @Nullable Object> status : statuses.reversed()) {
            String waiting = Tree.text(status, "state", "waiting", "reason");
            String ended = Tree.text(status, "state", "terminated", "reason");
            if (!waiting.isEmpty()) {
                word = waiting;
            } else if (!ended.isEmpty()) {
                word = ended;
            } else if (Tree.at(status, "state", "terminated") != null) {
                word = "ExitCode:" + Tree.number(0, status, "state", "terminated", "exitCode");
            }
        }
        return Tree.at(tree, "metadata", "deletionTimestamp") != null ? "Terminating" : word;
    }
}
