package io.keelstream.cli.adopt.flux;

import io.keelstream.cli.adopt.draft.Draft;
import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.cli.adopt.source.Fields;
import io.keelstream.cli.adopt.source.FoundObject;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.yaml.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rules that Kustomizations and HelmReleases have in common, as {@code policy}. Confined to one thread. */
final class FluxPolicy {

    private static final Duration LONGEST = Duration.ofHours(24);

    private final Map<String, Object> policy = new LinkedHashMap<>();
    private final Report report;

    FluxPolicy(Report report) {
        this.report = report;
    }

    /** The fields so far. */
    Map<String, Object> fields() {
        return policy;
    }

    void put(String name, Object value) {
        policy.put(name, value);
    }

    /** Reads what both kinds have. */
    void common(Fields spec) {
        spec.known("interval", "retryInterval", "persistentClient")
                .noCounterpart("eventMetadata", "events have the labels of the application")
                .needsHand(
                        "serviceAccountName",
                        "the applier's own account would be used: set impersonate of the cluster in the installation's"
                                + " file, which names one account for each namespace"
                                + " (system:serviceaccount:{namespace}:NAME)");
        if (spec.isTrue("suspend")) {
            put("sync", "manual");
            put("drift", "report");
            report.translated(
                    spec.path("suspend"), "sync: manual and drift: report: nothing is applied without approval");
        }
        spec.text("timeout").ifPresent(written -> timeout(spec.path("timeout"), written));
    }

    /** What the object comes after: others of its kind, on install and upgrade. */
    Draft.Order order(Fields spec, FoundObject found) {
        Manifest object = found.manifest();
        List<String> after = new ArrayList<>();
        for (Fields each : spec.sections("dependsOn")) {
            each.needsHand("readyExpr", "another target is waited for until it is healthy at its commit");
            after.add(id(
                    object.kind(),
                    each.text("namespace").orElse(object.namespace()),
                    each.text("name").orElse("")));
        }
        return new Draft.Order(id(object.kind(), object.namespace(), object.name()), after, spec.path("dependsOn"));
    }

    private static String id(String kind, String namespace, String name) {
        return kind + " " + namespace + "/" + name;
    }

    private void timeout(String field, String written) {
        Duration timeout = Durations.read(written).orElse(Duration.ZERO);
        if (!timeout.isPositive() || timeout.compareTo(LONGEST) > 0) {
            report.needsHand(field, "is not a duration of at most 24h: policy.timeout is 5m then");
        } else {
            put("timeout", written);
        }
    }
}
