package io.keelstream.cli.adopt.argocd;

import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.cli.adopt.source.Fields;
import io.keelstream.kubernetes.annotation.Annotations;
import java.util.List;

/** {@code ignoreDifferences}: here an annotation of the object in Git says which of its fields may differ. Stateless. */
final class IgnoredDifferences {

    private IgnoredDifferences() {}

    static void report(Fields spec, Report report) {
        for (Fields each : spec.sections("ignoreDifferences")) {
            String kind = each.text("kind").orElse("")
                    + each.text("name").map(" "::concat).orElse("");
            each.known("group", "namespace");
            List<String> pointers = each.texts("jsonPointers");
            boolean expressions = !each.texts("jqPathExpressions").isEmpty();
            if (!pointers.isEmpty()) {
                report.needsHand(
                        each.path("jsonPointers"),
                        "annotate " + kind + " in Git with " + Annotations.IGNORE_FIELDS + ": \""
                                + String.join(",", pointers) + "\". Replicas of what an autoscaler scales need none");
            }
            if (expressions) {
                report.needsHand(
                        each.path("jqPathExpressions"),
                        "annotate " + kind + " in Git with " + Annotations.IGNORE_FIELDS + ", and a path such as"
                                + " /spec/template/spec/containers/name=app/image or /webhooks/*/clientConfig");
            }
            if (!each.texts("managedFieldsManagers").isEmpty()) {
                report.noCounterpart(
                        each.path("managedFieldsManagers"),
                        "what others set and Git does not is no drift; a field that both set is named with "
                                + Annotations.IGNORE_FIELDS);
            }
        }
    }
}
