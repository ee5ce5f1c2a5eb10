package io.keelstream.planner.canary;

import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Objects of the bundle that select the workload's pods by the label that tells the copies apart. Without copies of them the
 * pods of a copy would have no network policy of their own, be refused by those of others, or not be scraped. Likewise what
 * says how clients reach the Service: without a copy, those of a copy's Service would use another protocol or other limits. A
 * PodDisruptionBudget is not copied: it would keep nodes from being drained for the sake of a canary. Pure.
 *
 * @param request what the records say
 * @param workload the workload
 * @param key the label
 */
record Attachments(TrialRequest request, Workload workload, String key) {

    private static final Set<String> SELECTING = Set.of(
            "NetworkPolicy.networking.k8s.io",
            "PodMonitor.monitoring.coreos.com",
            "AuthorizationPolicy.security.istio.io",
            "PeerAuthentication.security.istio.io",
            "RequestAuthentication.security.istio.io",
            "Sidecar.networking.istio.io",
            "EnvoyFilter.networking.istio.io",
            "Telemetry.telemetry.istio.io");

    /** Services that select the workload's pods by the label. */
    List<Manifest> services() {
        return beside().stream()
                .filter(each -> each.groupKind().toString().equals("Service"))
                .filter(each ->
                        value().equals(Manifest.map(each.spec().get("selector")).get(key)))
                .filter(each -> labels().entrySet()
                        .containsAll(Manifest.map(each.spec().get("selector")).entrySet()))
                .toList();
    }

    /** Other objects that do, or that name the workload's pods as a peer, with selectors of the copy. */
    List<Manifest> selecting(Track track) {
        List<Manifest> found = new ArrayList<>();
        for (Manifest each : beside()) {
            Manifest copy = each.copy();
            if (SELECTING.contains(each.groupKind().toString())
                    && track.reselectBelow(copy.tree().get("spec"), key, value())) {
                found.add(copy);
            }
        }
        return found;
    }

    /** What says by the name of the workload's Service how clients reach it, for that of the copy. */
    List<Manifest> namingService(Track track, String service) {
        String namespace = workload.reference().namespace();
        String name = track.of(workload.reference().name());
        List<Manifest> found = new ArrayList<>();
        for (Manifest each : beside()) {
            NamedService.renamed(each, namespace, service, name).ifPresent(spec -> {
                Manifest copy = each.copy();
                copy.tree().put("spec", spec);
                found.add(copy.copy());
            });
        }
        return found;
    }

    /** Every object of the bundle in the workload's namespace. */
    private List<Manifest> beside() {
        return request.desired().objects().stream()
                .filter(object -> request.reference(object)
                        .namespace()
                        .equals(workload.reference().namespace()))
                .map(DesiredObject::body)
                .map(Manifest::new)
                .toList();
    }

    private String value() {
        return String.valueOf(labels().get(key));
    }

    private Map<String, @Nullable Object> labels() {
        return Manifest.map(workload.manifest().at("spec", "template", "metadata", "labels"));
    }
}
