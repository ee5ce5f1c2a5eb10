package io.keelstream.cli.adopt.argocd;

import io.keelstream.cli.adopt.source.Fields;
import io.keelstream.kubernetes.annotation.ArgoCd;
import java.util.Map;
import java.util.Set;

/** Annotations of an Application that Argo CD and its companions act on. Stateless. */
final class ArgoAnnotations {

    /** What only asks for work or says how it is shown. */
    private static final Set<String> WITHOUT_MEANING = Set.of(
            "refresh",
            "refresh-timestamp",
            "hydrate",
            "hydrate-timestamp",
            "manifest-generate-paths",
            "managed-by-url",
            "tracking-id",
            "installation-id",
            "ignore-default-links",
            "ignore-resource-updates");

    private ArgoAnnotations() {}

    /** Reports them; true where Argo CD leaves the Application alone. */
    static boolean skipsReconciliation(Fields metadata) {
        Map<String, String> annotations = metadata.textMap("annotations");
        annotations.keySet().forEach(each -> report(metadata, each));
        return "true".equals(annotations.get(ArgoCd.PREFIX + "skip-reconcile"));
    }

    private static void report(Fields metadata, String annotation) {
        if (annotation.startsWith("notifications.argoproj.io/")) {
            metadata.translated(
                    "annotations",
                    "notifications: keelstream.notifier.sinks in the installation's file, each with its targets and"
                            + " events");
        } else if (annotation.startsWith("argocd-image-updater.argoproj.io/")) {
            metadata.needsHand(
                    "annotations", "nothing here writes image tags to Git: let the build do it, or another tool");
        } else if (annotation.equals(ArgoCd.SYNC_WAVE)) {
            metadata.noCounterpart(
                    "annotations",
                    "policy.dependsOn names the applications that come first; within one, waves are read as they are");
        } else if (annotation.equals(ArgoCd.COMPARE_OPTIONS)) {
            metadata.noCounterpart("annotations", "only fields that Git sets are compared");
        } else if (annotation.startsWith(ArgoCd.PREFIX)) {
            own(metadata, annotation.substring(ArgoCd.PREFIX.length()));
        }
    }

    private static void own(Fields metadata, String name) {
        if (name.equals("skip-reconcile")) {
            metadata.translated(
                    "annotations",
                    "skip-reconcile: sync: manual and drift: report: nothing is applied without approval");
        } else if (name.equals("sync-options")) {
            metadata.noCounterpart(
                    "annotations",
                    "sync-options of the Application itself: policy.onRemoval says what becomes of its objects");
        } else if (name.equals("ignore-healthcheck")) {
            metadata.noCounterpart("annotations", "policy.dependsOn alone says who waits for the application's health");
        } else if (!WITHOUT_MEANING.contains(name)) {
            metadata.needsHand("annotations", ArgoCd.PREFIX + name + " is not known to adopt. Look up what it does");
        }
    }
}
