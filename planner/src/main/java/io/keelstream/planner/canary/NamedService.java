package io.keelstream.planner.canary;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.route.Istio;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object that says by the name of a Service how clients reach it: policies that attach to it
 * (<a href="https://gateway-api.sigs.k8s.io/reference/policy-attachment/">{@code targetRef}, {@code targetRefs}</a>, e.g.
 * BackendTLSPolicy), ReferenceGrants for it, and Istio's DestinationRules. The Service of a copy needs one of its own: without it,
 * requests to the copy would fail, or take another protocol or other limits. Pure.
 */
final class NamedService {

    private static final String REFERENCE_GRANT = "ReferenceGrant.gateway.networking.k8s.io";
    private static final String DESTINATION_RULE = "DestinationRule.networking.istio.io";

    private NamedService() {}

    /**
     * The spec of the same for the Service of a copy; empty where the object does not name the Service.
     *
     * @param namespace that of the object and of the Service
     */
    static Optional<Map<String, @Nullable Object>> renamed(
            Manifest object, String namespace, String service, String copy) {
        return switch (object.groupKind().toString()) {
            case DESTINATION_RULE -> rule(object.spec(), namespace, service, copy);
            case REFERENCE_GRANT -> only(object.spec(), "to", service, copy);
            default -> only(object.spec(), "targetRefs", service, copy).or(() -> target(object.spec(), service, copy));
        };
    }

    /** A copy has no subsets. */
    private static Optional<Map<String, @Nullable Object>> rule(
            Map<String, @Nullable Object> rule, String namespace, String service, String copy) {
        Istio istio = new Istio();
        if (!istio.destination(rule, namespace).isService(namespace, service)) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> spec = istio.of(rule, copy);
        spec.remove("subsets");
        return Optional.of(spec);
    }

    /** Of a list of references those to the Service, to that of the copy. */
    private static Optional<Map<String, @Nullable Object>> only(
            Map<String, @Nullable Object> spec, String list, String service, String copy) {
        List<@Nullable Object> references = new ArrayList<>();
        for (Object each : Manifest.list(spec.get(list))) {
            if (is(Manifest.map(each), service)) {
                references.add(with(Manifest.map(each), "name", copy));
            }
        }
        return references.isEmpty() ? Optional.empty() : Optional.of(with(spec, list, references));
    }

    private static Optional<Map<String, @Nullable Object>> target(
            Map<String, @Nullable Object> spec, String service, String copy) {
        Map<String, @Nullable Object> target = Manifest.map(spec.get("targetRef"));
        return is(target, service)
                ? Optional.of(with(spec, "targetRef", with(target, "name", copy)))
                : Optional.empty();
    }

    private static boolean is(Map<String, @Nullable Object> reference, String service) {
        return "Service".equals(reference.get("kind"))
                && "".equals(reference.getOrDefault("group", ""))
                && service.equals(reference.get("name"));
    }

    private static Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> map, String name, @Nullable Object value) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(map);
        copy.put(name, value);
        return copy;
    }
}
