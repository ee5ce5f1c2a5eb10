package io.keelstream.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.client.Watch;
import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.client.WatchRequest;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShardWatchesTests {

    private static final GroupKind JOBS = new GroupKind("batch", "Job");
    private static final GroupKind SECRETS = new GroupKind("", "Secret");
    private static final ApiError FORBIDDEN =
            new ApiError(ApiError.Kind.FORBIDDEN, 403, "Forbidden", "may not list jobs", List.of(), null);

    private final List<String> events = new ArrayList<>();
    private final List<WatchListener> listeners = new ArrayList<>();
    private final ShardWatches watches = new ShardWatches(client(), SECRETS::equals, new Recorder());

    @Test
    void kindsAreWatchedWithTheSelectorOfTheShards() {
        // Given
        watches.own(Set.of(3, 0), () -> {});

        // When
        watches.watch(type("batch", "Job", "jobs"));
        watches.watch(type("batch", "Job", "jobs"));
        watches.watch(type("", "Secret", "secrets"));

        // Then
        assertThat(events)
                .containsExactly(
                        "open Job.batch keelstream.io/shard in (0,3) whole",
                        "open Secret keelstream.io/shard in (0,3) metadata");
        assertThat(watches.kinds()).containsExactlyInAnyOrder(JOBS, SECRETS);
    }

    @Test
    void withoutShardsNothingIsWatched() {
        // When
        watches.watch(type("batch", "Job", "jobs"));

        // Then
        assertThat(watches.idle()).isTrue();
        assertThat(events).isEmpty();
        assertThat(watches.kinds()).isEmpty();
    }

    @Test
    void otherShardsRenewEveryWatchAndMemoryIsClearedInBetween() {
        // Given
        watches.own(Set.of(0), () -> {});
        watches.watch(type("batch", "Job", "jobs"));
        listeners.getFirst().listed(List.of(), "1");

        // When
        watches.own(Set.of(0), () -> events.add("never"));
        watches.own(Set.of(1), () -> events.add("clear"));

        // Then
        assertThat(events)
                .containsExactly(
                        "open Job.batch keelstream.io/shard in (0) whole",
                        "listed Job.batch complete=false",
                        "complete Job.batch complete=true",
                        "close Job.batch",
                        "clear",
                        "open Job.batch keelstream.io/shard in (1) whole");
        assertThat(watches.complete(JOBS)).isFalse();
    }

    @Test
    void refusalIsReportedOnceAndEndsWithTheNextList() {
        // Given
        watches.own(Set.of(0), () -> {});
        watches.watch(type("batch", "Job", "jobs"));
        listeners.getFirst().listed(List.of(), "1");
        events.clear();

        // When
        listeners.getFirst().refused(FORBIDDEN);
        listeners.getFirst().refused(FORBIDDEN);

        // Then
        assertThat(events).containsExactly("refused Job.batch may not list jobs");
        assertThat(watches.complete(JOBS)).isFalse();
        listeners.getFirst().listed(List.of(), "2");
        assertThat(watches.refusal(JOBS)).isNull();
        assertThat(watches.complete(JOBS)).isTrue();
    }

    @Test
    void kindThatIsNoLongerNeededIsNotWatched() {
        // Given
        watches.own(Set.of(0), () -> {});
        watches.watch(type("batch", "Job", "jobs"));
        watches.watch(type("", "Secret", "secrets"));

        // When
        watches.stop(JOBS);

        // Then
        assertThat(events).endsWith("close Job.batch");
        assertThat(watches.kinds()).containsExactly(SECRETS);
    }

    private static ResourceType type(String group, String kind, String plural) {
        return new ResourceType(group, "v1", kind, plural, true, Set.of("list", "watch"));
    }

    /** A client that opens watches and does nothing else. */
    private ClusterClient client() {
        return (ClusterClient) Proxy.newProxyInstance(
                ClusterClient.class.getClassLoader(),
                new Class<?>[] {ClusterClient.class},
                (proxy, method, arguments) -> {
                    if (!method.getName().equals("watch")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return open((WatchRequest) arguments[0], (WatchListener) arguments[1]);
                });
    }

    private Watch open(WatchRequest request, WatchListener listener) {
        GroupKind kind = request.type().groupKind();
        events.add("open " + kind + " " + request.labelSelector() + (request.metadataOnly() ? " metadata" : " whole"));
        listeners.add(listener);
        return new Watch() {
            @Override
            public boolean synced() {
                return false;
            }

            @Override
            public void close() {
                events.add("close " + kind);
            }
        };
    }

    private final class Recorder implements ShardListener {

        @Override
        public void listed(GroupKind kind, List<Manifest> objects, String resourceVersion) {
            events.add("listed " + kind + " complete=" + watches.complete(kind));
        }

        @Override
        public void completed(GroupKind kind) {
            events.add("complete " + kind + " complete=" + watches.complete(kind));
        }

        @Override
        public void changed(GroupKind kind, Manifest object) {
            events.add("changed " + Map.of(kind, object));
        }

        @Override
        public void deleted(GroupKind kind, Manifest object) {
            events.add("deleted " + Map.of(kind, object));
        }

        @Override
        public void refused(GroupKind kind) {
            events.add("refused " + kind + " " + watches.refusal(kind));
        }
    }
}
