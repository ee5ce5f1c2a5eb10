package io.keelstream.kubernetes.client;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all views of one cluster share: connections, resilience, discovery, running watches. Thread-safe. */
final class ClusterParts implements AutoCloseable {

    private final ClusterSettings settings;
    private final ClusterConnection connection;
    private final Pulse pulse;
    private final Exchange exchange;
    private final RequestMetrics metrics;
    private final Transport transport;
    private final ChunkedLists lists;
    private final Discovery discovery;
    private final Set<WatchLoop> watches = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String uid;

    ClusterParts(ClusterSettings settings, MeterRegistry registry) {
        this.settings = settings;
        this.connection = ClusterConnection.open(settings);
        this.pulse = new Pulse(connection, settings.limits().silence());
        this.exchange = new Exchange(connection, pulse);
        this.metrics = new RequestMetrics(registry, settings.name());
        this.transport = new Transport(settings, exchange, pulse, metrics);
        this.lists = new ChunkedLists(transport);
        this.discovery = new CachedDiscovery(new DiscoverySource(transport));
    }

    Pulse pulse() {
        return pulse;
    }

    Transport transport() {
        return transport;
    }

    ChunkedLists lists() {
        return lists;
    }

    Discovery discovery() {
        return discovery;
    }

    /** The cached uid, or the one the supplier finds. */
    ApiResult<String> uid(Supplier<ApiResult<String>> source) {
        String known = uid;
        if (known != null) {
            return new ApiResult.Ok<>(known);
        }
        return source.get().map(found -> {
            uid = found;
            return found;
        });
    }

    Watch watch(WatchRequest request, WatchListener listener) {
        WatchStream stream = new WatchStream(connection, pulse, metrics, request);
        WatchLoop loop = new WatchLoop(request, lists, stream, listener, watches::remove);
        watches.add(loop);
        loop.start(settings.name());
        return loop;
    }

    @Override
    public void close() {
        watches.forEach(WatchLoop::close);
        exchange.close();
    }
}
