package io.keelstream.sandbox.kinds;

import io.keelstream.sandbox.selector.LabelSelector;
import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.tree.Tree;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of the kinds that make pods, and of pods. */
final class WorkloadValidation {

    private final PodValidation pods = new PodValidation();

    void workload(
            String kind,
            @Nullable Map<String, @Nullable Object> live,
            Map<String, @Nullable Object> next,
            List<FieldError> errors) {
        Map<String, @Nullable Object> spec = Tree.map(next, "spec");
        long replicas = Tree.number(1, spec, "replicas");
        if (replicas < 0) {
            errors.add(FieldError.invalid("spec.replicas", replicas, "must be greater than or equal to 0"));
        }
        Map<String, @Nullable Object> selector = Tree.map(spec, "selector");
        Map<String, @Nullable Object> labels = Tree.map(spec, "template", "metadata", "labels");
        Map<String, String> texts = new HashMap<>();
        labels.forEach((key, value) -> texts.put(key, String.valueOf(value)));
        if (spec.get("selector") == null) {
            errors.add(FieldError.required("spec.selector", ""));
            errors.add(mismatch(labels));
        } else if (selector.isEmpty()) {
            errors.add(FieldError.invalid(
                    "spec.selector", Tree.of(), "empty selector is invalid for " + kind.toLowerCase(Locale.ROOT)));
        } else if (!LabelSelector.of(selector).matches(texts)) {
            errors.add(mismatch(labels));
        }
        if (kind.equals("Deployment")
                && Tree.text(spec, "strategy", "type").equals("Recreate")
                && Tree.at(spec, "strategy", "rollingUpdate") != null) {
            errors.add(FieldError.forbidden(
                    "spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'"));
        }
        pods.check(Tree.map(spec, "template", "spec"), "spec.template.spec", Set.of("Always"), errors);
        if (live == null) {
            return;
        }
        if (kind.equals("StatefulSet")) {
            statefulSet(Tree.map(live, "spec"), spec, errors);
        } else {
            Immutability.unchanged(live, next, errors, "spec", "selector");
        }
    }

    private static FieldError mismatch(Map<String, @Nullable Object> labels) {
        return FieldError.invalid(
                "spec.template.metadata.labels",
                labels.isEmpty() ? null : labels,
                "`selector` does not match template `labels`");
    }

    private static void statefulSet(
            Map<String, @Nullable Object> before, Map<String, @Nullable Object> after, List<FieldError> errors) {
        Set<String> free = Set.of(
                "replicas",
                "ordinals",
                "template",
                "updateStrategy",
                "revisionHistoryLimit",
                "persistentVolumeClaimRetentionPolicy",
                "minReadySeconds");
        Set<String> keys = new HashSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeAll(free);
        if (keys.stream().anyMatch(key -> !Objects.equals(before.get(key), after.get(key)))) {
            errors.add(FieldError.forbidden(
                    "spec",
                    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                            + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
                            + " 'minReadySeconds' are forbidden"));
        }
    }

    void job(
            @Nullable Map<String, @Nullable Object> live, Map<String, @Nullable Object> next, List<FieldError> errors) {
        pods.check(Tree.map(next, "spec", "template", "spec"), "spec.template.spec", PodValidation.JOB, errors);
        if (live != null) {
            Immutability.unchanged(live, next, errors, "spec", "selector");
            Immutability.unchanged(live, next, errors, "spec", "template");
            Immutability.unchanged(live, next, errors, "spec", "completions");
        }
    }

    void pod(
            @Nullable Map<String, @Nullable Object> live, Map<String, @Nullable Object> next, List<FieldError> errors) {
        pods.check(Tree.map(next, "spec"), "spec", Set.of("Always", "OnFailure", "Never"), errors);
        if (live != null && !frozen(live).equals(frozen(next))) {
            errors.add(FieldError.forbidden(
                    "spec",
                    "pod updates may not change fields other than `spec.containers[*].image`,"
                            + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only"
                            + " additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be"
                            + " set to 1 if it was previously negative)"));
        }
    }

    private static Map<String, @Nullable Object> frozen(Map<String, @Nullable Object> pod) {
        Map<String, @Nullable Object> spec = Tree.copy(Tree.map(pod, "spec"));
        List.of("activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "nodeName")
                .forEach(spec::remove);
        for (String list : List.of("containers", "initContainers")) {
            Tree.maps(spec, list).forEach(container -> container.remove("image"));
        }
        return spec;
    }

    void cronJob(Map<String, @Nullable Object> next, List<FieldError> errors) {
        if (Tree.text(next, "spec", "schedule").isEmpty()) {
            errors.add(FieldError.required("spec.schedule", ""));
        }
        pods.check(
                Tree.map(next, "spec", "jobTemplate", "spec", "template", "spec"),
                "spec.jobTemplate.spec.template.spec",
                PodValidation.JOB,
                errors);
    }
}
