package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.client.Watch;
import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.client.WatchRequest;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the Jobs that hooks created, by everything that a watch sees of them. */
final class JobCount implements WatchListener, AutoCloseable {

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final ApplyingSandbox world;
    private final Watch watch;

    @SuppressWarnings("this-escape")
    private JobCount(ApplyingSandbox world) {
        this.world = world;
        ResourceType type = world.client.discovery().find("batch/v1", "Job").orThrow();
        watch = world.client.watch(new WatchRequest(type, "", "keelstream.io/hook", false), this);
    }

    static JobCount of(ApplyingSandbox world) {
        return new JobCount(world);
    }

    void assertThatEachHookRanOnce(String... names) {
        world.await().untilAsserted(() -> assertThat(hooks()).containsExactlyInAnyOrder(names));
    }

    void assertThatNoHookRanTwice() {
        assertThat(hooks()).doesNotHaveDuplicates();
    }

    private List<String> hooks() {
        return seen.stream()
                .map(each -> each.substring(0, each.lastIndexOf('-', each.indexOf(' '))))
                .toList();
    }

    @Override
    public void listed(List<Manifest> listed, String resourceVersion) {
        listed.forEach(this::changed);
    }

    @Override
    public void changed(Manifest object) {
        seen.add(object.name() + " " + object.uid());
    }

    @Override
    public void deleted(Manifest object) {
        changed(object);
    }

    @Override
    public void close() {
        watch.close();
    }
}
