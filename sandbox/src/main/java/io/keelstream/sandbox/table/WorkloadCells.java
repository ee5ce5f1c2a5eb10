package io.keelstream.sandbox.table;

import io.keelstream.sandbox.tree.Tree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pods and what makes them. */
final class WorkloadCells {

    private final Ages ages;
    private final PodSummary pods;

    WorkloadCells(Ages ages) {
        this.ages = ages;
        this.pods = new PodSummary(ages);
    }

    /** Adds the row's cells; false for kinds that are not known here. */
    boolean add(String kind, Map<String, @Nullable Object> tree, List<@Nullable Object> cells) {
        Map<String, @Nullable Object> template = Tree.map(tree, "spec", "template", "spec");
        String age = Cells.age(ages, tree);
        cells.add(Cells.name(tree));
        switch (kind) {
            case "Pod" -> pods.add(tree, cells);
            case "Deployment" -> {
                cells.add(status(tree, "readyReplicas") + "/" + wanted(tree));
                cells.addAll(List.of(status(tree, "updatedReplicas"), status(tree, "availableReplicas"), age));
                describe(tree, template, cells, true);
            }
            case "ReplicaSet", "ReplicationController" -> {
                cells.addAll(List.of(wanted(tree), status(tree, "replicas"), status(tree, "readyReplicas"), age));
                describe(tree, template, cells, true);
            }
            case "StatefulSet" -> {
                cells.addAll(List.of(status(tree, "readyReplicas") + "/" + wanted(tree), age));
                describe(tree, template, cells, false);
            }
            case "DaemonSet" -> {
                cells.addAll(List.of(
                        status(tree, "desiredNumberScheduled"),
                        status(tree, "currentNumberScheduled"),
                        status(tree, "numberReady"),
                        status(tree, "updatedNumberScheduled"),
                        status(tree, "numberAvailable"),
                        Cells.labels(Tree.map(template, "nodeSelector")),
                        age));
                describe(tree, template, cells, true);
            }
            case "Job" -> {
                cells.addAll(List.of(jobStatus(tree), completions(tree), duration(tree), age));
                describe(tree, template, cells, true);
            }
            case "CronJob" -> cronJob(tree, cells, age);
            case "PodTemplate" -> {
                Map<String, @Nullable Object> own = Tree.map(tree, "template", "spec");
                cells.addAll(List.of(
                        Cells.names(own),
                        Cells.images(own),
                        Cells.labels(Tree.map(tree, "template", "metadata", "labels"))));
            }
            default -> {
                cells.removeLast();
                return false;
            }
        }
        return true;
    }

    private static void describe(
            Map<String, @Nullable Object> tree,
            Map<String, @Nullable Object> template,
            List<@Nullable Object> cells,
            boolean selector) {
        cells.add(Cells.names(template));
        cells.add(Cells.images(template));
        if (selector) {
            Map<String, @Nullable Object> own = Tree.map(tree, "spec", "selector");
            boolean simple = Tree.text(tree, "kind").equals("ReplicationController");
            cells.add(simple ? Cells.labels(own) : Cells.selector(own));
        }
    }

    private void cronJob(Map<String, @Nullable Object> tree, List<@Nullable Object> cells, String age) {
        Map<String, @Nullable Object> spec = Tree.map(tree, "spec");
        String last = Tree.text(tree, "status", "lastScheduleTime");
        cells.add(Tree.text(spec, "schedule"));
        cells.add(Cells.orNone(Tree.text(spec, "timeZone")));
        cells.add(Tree.flag(spec, "suspend") ? "True" : "False");
        cells.add((long) Tree.list(tree, "status", "active").size());
        cells.add(last.isEmpty() ? "<none>" : ages.since(last));
        cells.add(age);
        Map<String, @Nullable Object> jobSpec = Tree.map(spec, "jobTemplate", "spec");
        Map<String, @Nullable Object> podSpec = Tree.map(jobSpec, "template", "spec");
        cells.add(Cells.names(podSpec));
        cells.add(Cells.images(podSpec));
        cells.add(Cells.selector(Tree.map(jobSpec, "selector")));
    }

    private static String jobStatus(Map<String, @Nullable Object> tree) {
        for (String type : List.of("Complete", "Failed", "Suspended", "FailureTarget", "SuccessCriteriaMet")) {
            for (Map<String, @Nullable Object> condition : Tree.maps(tree, "status", "conditions")) {
                if (Tree.text(condition, "type").equals(type)
                        && Tree.text(condition, "status").equals("True")) {
                    return type;
                }
            }
        }
        return Tree.at(tree, "metadata", "deletionTimestamp") != null ? "Terminating" : "Running";
    }

    private static String completions(Map<String, @Nullable Object> tree) {
        long done = Tree.number(0, tree, "status", "succeeded");
        long parallelism = Tree.number(0, tree, "spec", "parallelism");
        if (Tree.at(tree, "spec", "completions") != null) {
            return done + "/" + Tree.number(0, tree, "spec", "completions");
        }
        return parallelism > 1 ? done + "/1 of " + parallelism : done + "/1";
    }

    private String duration(Map<String, @Nullable Object> tree) {
        String start = Tree.text(tree, "status", "startTime");
        return start.isEmpty() ? "" : ages.between(start, Tree.text(tree, "status", "completionTime"));
    }

    private static Long wanted(Map<String, @Nullable Object> tree) {
        return Tree.number(0, tree, "spec", "replicas");
    }

    private static Long status(Map<String, @Nullable Object> tree, String field) {
        return Tree.number(0, tree, "status", field);
    }
}
