package io.keelstream.cli.adopt.argocd;

import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.cli.adopt.source.Fields;
import io.keelstream.kubernetes.annotation.Annotations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code syncPolicy} and the finalizer as {@code policy}. Confined to one thread. */
final class ArgoPolicy {

    private static final String MODE = "mode";

    private final Report report;
    private final Map<String, Object> policy = new LinkedHashMap<>();

    ArgoPolicy(Report report) {
        this.report = report;
    }

    /** @param cascades whether deleting the Application deletes its objects */
    Map<String, Object> read(Fields spec, boolean cascades) {
        Fields sync = spec.section("syncPolicy")
                .noCounterpart(
                        "retry",
                        "what fails is tried again with back-off and no limit; policy.onFailure: hold ends that for a commit that"
                                + " does not become healthy")
                .needsHand(
                        "managedNamespaceMetadata",
                        "put a Namespace with these labels and annotations into the folder");
        automated(sync);
        policy.put("createNamespace", false);
        sync.texts("syncOptions").forEach(option -> option(sync.path("syncOptions"), option));
        if (cascades) {
            report.translated(
                    "metadata.finalizers",
                    "policy.onRemoval stays at confirm: a removal waits for approval. Write prune to delete at once");
        } else {
            policy.putIfAbsent("onRemoval", "orphan");
        }
        return policy;
    }

    private void automated(Fields sync) {
        boolean present = sync.has("automated");
        Fields automated = sync.section("automated");
        boolean on =
                present && automated.text("enabled").map(Boolean::parseBoolean).orElse(true);
        boolean prunes = automated.isTrue("prune");
        boolean heals = automated.isTrue("selfHeal");
        if (automated.isTrue("allowEmpty")) {
            report.noCounterpart(automated.path("allowEmpty"), "an empty target always waits for approval");
        }
        if (!on) {
            policy.put("sync", "manual");
        } else if (!prunes) {
            policy.put("prune", Map.of(MODE, "never"));
            report.translated(
                    automated.path("prune"),
                    "prune.mode: never: what leaves Git is kept, and no longer managed instead of listed");
        }
        if (!on || !heals) {
            policy.put("drift", "report");
        }
    }

    private void option(String field, String option) {
        String name = option.strip().replaceFirst("=.*", "");
        String value = option.strip().replaceFirst("^[^=]*=?", "");
        boolean on = value.equals("true");
        switch (name) {
            case "CreateNamespace" -> {
                if (on) {
                    policy.remove("createNamespace");
                }
            }
            case "Prune" -> prune(field, value);
            case "Delete" -> {
                if (value.equals("false")) {
                    policy.put("onRemoval", "orphan");
                } else if (value.equals("confirm")) {
                    policy.put("onRemoval", "confirm");
                }
            }
            case "ServerSideApply",
                    "ApplyOutOfSyncOnly",
                    "PruneLast",
                    "FailOnSharedResource",
                    "SkipDryRunOnMissingResource",
                    "PrunePropagationPolicy",
                    "ClientSideApplyMigration",
                    "DisableClientSideApplyMigration" ->
                always(name).ifPresent(words -> report.translated(field, words));
            case "Validate" -> {
                if (value.equals("false")) {
                    report.noCounterpart(
                            field, "Validate=false: the API server checks every field, and unknown ones are refused");
                }
            }
            case "Replace", "Force" -> {
                if (on) {
                    report.needsHand(
                            field,
                            name
                                    + "=true: nothing is replaced as a whole. An object whose immutable fields change gets the"
                                    + " annotation " + Annotations.REPLACE + ": on-immutable");
                }
            }
            case "RespectIgnoreDifferences" -> {
                if (on) {
                    report.noCounterpart(field, name + "=true: leave fields that others set out of Git");
                }
            }
            default -> report.needsHand(field, "the option " + name + " is not known to adopt");
        }
    }

    private void prune(String field, String value) {
        if (value.equals("false")) {
            policy.put("prune", Map.of(MODE, "never"));
        } else if (value.equals("confirm")) {
            policy.put("prune", Map.of(MODE, "confirm"));
        } else if (!value.equals("true")) {
            report.needsHand(field, "Prune has a value that is not known to adopt");
        }
    }

    /** What is always so here. */
    private static Optional<String> always(String name) {
        return List.of("ServerSideApply", "ApplyOutOfSyncOnly", "PruneLast", "FailOnSharedResource")
                        .contains(name)
                ? Optional.of(name + ": always so")
                : Optional.of(name + ": nothing to say; " + reason(name));
    }

    private static String reason(String name) {
        return switch (name) {
            case "SkipDryRunOnMissingResource" -> "objects of a kind that the same commit defines wait for it";
            case "PrunePropagationPolicy" ->
                "objects are deleted one kind after the other, each gone before the next starts";
            default -> "fields of kubectl and Argo CD are taken over at the first apply";
        };
    }
}
