package io.keelstream.planner.canary;

import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.annotation.Labels;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Live objects that the trial does not copy, since they are not this target's, and that treat the workload and its copies
 * differently: what selects the pods by the label that tells the copies apart, or attaches to the Service by its name. The copies
 * would be cut off or left unprotected, and the requests that they get would fail whatever the version is. Pure.
 *
 * @param request what the records say
 * @param trial the trial
 * @param workload what is put on trial
 * @param namespace labels of the workload's namespace
 */
public record ForeignAttachments(
        TrialRequest request, Trial trial, Workload workload, Map<String, @Nullable Object> namespace) {

    private static final GroupKind BACKEND_TLS_POLICY = new GroupKind("gateway.networking.k8s.io", "BackendTLSPolicy");
    private static final GroupKind DESTINATION_RULE = new GroupKind("networking.istio.io", "DestinationRule");
    private static final GroupKind POD_MONITOR = new GroupKind("monitoring.coreos.com", "PodMonitor");

    /** The kinds that are looked at, where the cluster serves them. */
    public static final List<GroupKind> KINDS = List.of(
            new GroupKind("networking.k8s.io", "NetworkPolicy"),
            POD_MONITOR,
            new GroupKind("security.istio.io", "AuthorizationPolicy"),
            new GroupKind("security.istio.io", "PeerAuthentication"),
            new GroupKind("security.istio.io", "RequestAuthentication"),
            BACKEND_TLS_POLICY,
            DESTINATION_RULE);

    private static final String NAMESPACES = "namespaceSelector";

    /** What stands in the way, of these live objects. */
    public List<Problem> problems(List<Manifest> live) {
        return live.stream()
                .filter(object -> object.label(Labels.TRACK) == null && !copied(object))
                .flatMap(object -> problem(object).stream())
                .toList();
    }

    private Optional<Problem> problem(Manifest object) {
        String subject = workload.reference().toString();
        String remedy = request.inBundle(object.reference()) == null ? ", or add it to this target" : "";
        if (distinguishes(object, object.spec())) {
            return Optional.of(Reason.CANARY_SELECTOR.problem(
                    "selects the pods of " + subject + " by a label whose value is another one on the copies, so they"
                            + " would be cut off or unprotected; select by another label of these pods" + remedy,
                    object.reference().toString()));
        }
        return service()
                .filter(service ->
                        object.namespace().equals(workload.reference().namespace())
                                && NamedService.renamed(object, object.namespace(), service, service)
                                        .isPresent())
                .map(service -> Reason.CANARY_SERVICE.problem(
                        "says how clients reach Service " + service
                                + " and is not this target's, so the Services of the"
                                + " copies would be reached in another way; add it to this target",
                        object.reference().toString()));
    }

    /** Whether {@link Attachments} makes one for each copy. */
    private boolean copied(Manifest object) {
        return object.namespace().equals(workload.reference().namespace())
                && request.inBundle(object.reference()) != null;
    }

    /** Whether a selector below a node selects the workload's pods and not those of each copy, or the other way round. */
    private boolean distinguishes(Manifest object, @Nullable Object node) {
        if (Manifest.list(node).stream().anyMatch(each -> distinguishes(object, each))) {
            return true;
        }
        Map<String, @Nullable Object> map = Manifest.map(node);
        return map.entrySet().stream()
                .filter(each -> !each.getKey().equals(NAMESPACES))
                .anyMatch(each -> Track.SELECTORS.contains(each.getKey())
                        ? reaches(object, map) && distinguishes(new LabelSelector(Manifest.map(each.getValue())))
                        : distinguishes(object, each.getValue()));
    }

    private boolean distinguishes(LabelSelector selector) {
        boolean selected = selector.matches(labels(workload.manifest()));
        return Stream.of(trial.canary(), trial.baseline())
                .filter(Objects::nonNull)
                .map(copy -> labels(new Manifest(copy.deployment().body())))
                .anyMatch(labels -> selector.matches(labels) != selected);
    }

    /** Whether a selector is about pods of the workload's namespace: what stands beside it says so, or its object is there. */
    private boolean reaches(Manifest object, Map<String, @Nullable Object> beside) {
        String own = workload.reference().namespace();
        if (!(beside.get(NAMESPACES) instanceof Map<?, ?> written)) {
            return object.namespace().equals(own);
        }
        Map<String, @Nullable Object> namespaces = Manifest.map(written);
        if (object.groupKind().equals(POD_MONITOR)) {
            return Boolean.TRUE.equals(namespaces.get("any"))
                    || Manifest.list(namespaces.get("matchNames")).contains(own)
                    || (namespaces.isEmpty() && object.namespace().equals(own));
        }
        return new LabelSelector(namespaces).matches(namespace);
    }

    private Optional<String> service() {
        return trial.shift() instanceof Trial.Shift.Routes routes
                ? Optional.of(routes.stable().name())
                : Optional.empty();
    }

    private static Map<String, @Nullable Object> labels(Manifest deployment) {
        return Manifest.map(deployment.at("spec", "template", "metadata", "labels"));
    }
}
