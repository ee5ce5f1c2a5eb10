package io.keelstream.e2e.apart;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Every value that each ConfigMap ever had, as one watch saw them. Thread-safe. */
final class ValueHistory implements WatchListener {

    private final Map<String, List<Integer>> values = new ConcurrentHashMap<>();

    @Override
    public void listed(List<Manifest> objects, String resourceVersion) {
        objects.forEach(this::changed);
    }

    @Override
    public void changed(Manifest object) {
        if (object.at("data", "value") instanceof String text) {
            values.compute(object.name(), (name, before) -> with(before, Integer.parseInt(text)));
        }
    }

    @Override
    public void deleted(Manifest object) {
        throw new AssertionError(object.name() + " was deleted");
    }

    /** The last value of each. */
    Map<String, Integer> last() {
        Map<String, Integer> last = new ConcurrentHashMap<>();
        values.forEach((name, all) -> last.put(name, all.getLast()));
        return last;
    }

    /** No value ever gave way to an earlier one. */
    void assertNeverWentBack() {
        values.forEach((name, all) -> assertThat(all).as(name).isSorted());
    }

    private static List<Integer> with(@Nullable List<Integer> before, int value) {
        if (before != null && Objects.equals(before.getLast(), value)) {
            return before;
        }
        List<Integer> after = before == null ? new ArrayList<>() : new ArrayList<>(before);
        after.add(value);
        return after;
    }
}
