package io.keelstream.e2e.traffic;

import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The share that a route gave to one Service, at every time, as one watch saw it. A rule that sends to that Service alone is for chosen
 * requests and does not count. Thread-safe.
 */
public final class WeightHistory implements WatchListener {

    /**
     * From then on the Service had the share.
     *
     * @param share of all requests of the route, 0 to 1
     */
    public record Change(Instant at, double share) {}

    /**
     * A time in which the share did not change.
     *
     * @param to its end, or the end of the history
     */
    public record Stretch(Instant from, Instant to, double share) {}

    private final String route;
    private final String service;
    private final List<Change> changes = new ArrayList<>();

    /**
     * @param route name of the route
     * @param service name of the Service
     */
    public WeightHistory(String route, String service) {
        this.route = route;
        this.service = service;
    }

    @Override
    public void listed(List<Manifest> objects, String resourceVersion) {
        objects.forEach(this::changed);
    }

    @Override
    public synchronized void changed(Manifest object) {
        double share = share(object);
        if (object.name().equals(route)
                && (changes.isEmpty() || changes.getLast().share() != share)) {
            changes.add(new Change(Instant.now(), share));
        }
    }

    @Override
    public void deleted(Manifest object) {}

    /** The stretches that began in a time. */
    public synchronized List<Stretch> between(Instant from, Instant to) {
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            Instant end = i + 1 < changes.size() ? changes.get(i + 1).at() : to;
            if (!change.at().isBefore(from) && change.at().isBefore(to)) {
                stretches.add(new Stretch(change.at(), end, change.share()));
            }
        }
        return stretches;
    }

    /** When the share fell to nothing after a time; null where it has not. */
    public synchronized @Nullable Instant nothingAfter(Instant time) {
        return changes.stream()
                .filter(change -> change.share() == 0 && !change.at().isBefore(time))
                .map(Change::at)
                .findFirst()
                .orElse(null);
    }

    private double share(Manifest object) {
        double whole = 0;
        double own = 0;
        for (Object rule : Manifest.list(object.spec().get("rules"))) {
            var references = Manifest.list(Manifest.map(rule).get("backendRefs")).stream()
                    .map(Manifest::map)
                    .toList();
            if (references.stream().allMatch(reference -> service.equals(reference.get("name")))) {
                continue;
            }
            for (var reference : references) {
                double weight = reference.get("weight") instanceof Number number ? number.doubleValue() : 1;
                whole += weight;
                own += service.equals(reference.get("name")) ? weight : 0;
            }
        }
        return whole == 0 ? 0 : own / whole;
    }
}
