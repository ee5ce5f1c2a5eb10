package io.keelstream.applier.traffic;

import io.keelstream.kubernetes.fields.ManagedFieldsEntry;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.FieldManagers;
import io.keelstream.kubernetes.ownership.FieldOwners;
import io.keelstream.kubernetes.route.RouteApi;
import io.keelstream.kubernetes.route.RouteApi.Rule;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who has taken traffic, or pods, from a canary outside Keelstream. Who does that has seen harm, or knows better: it is never
 * raised again. More than was asked for is nobody's harm, and what only we have written is no abort. Pure.
 */
public final class Lowering {

    /** Shares are quotients of whole numbers. */
    private static final double ROUNDING = 1e-9;

    private Lowering() {}

    /**
     * The manager that gave a Service a smaller share of a rule than was written; null where nobody did.
     *
     * @param written the route as it was written last
     * @param live the route as it is
     * @param service in the namespace of the route's stable backend
     */
    public static @Nullable String ofShare(Manifest written, Manifest live, String namespace, String service) {
        RouteApi api = RouteApi.of(written);
        List<Rule> asked = api.rules(written);
        List<Rule> left = api.rules(live);
        for (int i = 0; i < asked.size(); i++) {
            double least = share(api, asked.get(i), namespace, service);
            double now = i < left.size() ? share(api, left.get(i), namespace, service) : 0;
            if (now < least - ROUNDING) {
                return writer(live, "/spec/" + asked.get(i).list());
            }
        }
        return null;
    }

    /** The manager that asks for fewer pods of a Deployment than we do; null where nobody does. */
    public static @Nullable String ofPods(Manifest live, int asked) {
        return live.spec().get("replicas") instanceof Number now && now.intValue() < asked
                ? writer(live, "/spec/replicas")
                : null;
    }

    private static double share(RouteApi api, Rule rule, String namespace, String service) {
        long sum = 0;
        long its = 0;
        for (Map<String, @Nullable Object> reference : rule.references()) {
            long weight = api.weight(reference, rule);
            sum += weight;
            its += api.backend(reference, namespace).isService(namespace, service) ? weight : 0;
        }
        return sum == 0 ? 0 : (double) its / sum;
    }

    /** Who of the others wrote a field last; null where it is ours alone. */
    private static @Nullable String writer(Manifest live, String field) {
        return FieldOwners.of(live).entries().stream()
                .filter(entry -> !FieldManagers.ours(entry.manager()))
                .filter(entry -> entry.fields().paths().stream()
                        .anyMatch(path ->
                                path.pointer().equals(field) || path.pointer().startsWith(field + "/")))
                .max(Comparator.comparing(entry -> Objects.requireNonNullElse(entry.time(), Instant.MIN)))
                .map(ManagedFieldsEntry::manager)
                .orElse(null);
    }
}
