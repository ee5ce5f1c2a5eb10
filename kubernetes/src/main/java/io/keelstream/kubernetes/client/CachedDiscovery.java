package io.keelstream.kubernetes.client;

import io.keelstream.kubernetes.object.GroupKind;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what the cluster serves and asks again when something is missing. Callers that miss at the same time share
 * one question; after an answer the next question waits for {@link #FRESH}. Thread-safe.
 */
final class CachedDiscovery implements Discovery {

    /** An answer younger than this is believed even about what it does not hold. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Supplier<ApiResult<ServedResources>> source;
    private final AtomicReference<@Nullable Flight> flight = new AtomicReference<>();
    private volatile @Nullable Snapshot snapshot;

    CachedDiscovery(DiscoverySource source) {
        this(source::load);
    }

    CachedDiscovery(Supplier<ApiResult<ServedResources>> source) {
        this.source = source;
    }

    @Override
    public ApiResult<ResourceType> find(String apiVersion, String kind) {
        GroupKind groupKind = GroupKind.of(apiVersion, kind);
        return lookUp(groupKind, apiVersion, served -> served.find(apiVersion, kind));
    }

    @Override
    public ApiResult<ResourceType> preferred(GroupKind groupKind) {
        return lookUp(groupKind, "", served -> served.of(groupKind).stream().findFirst());
    }

    @Override
    public ApiResult<List<ResourceType>> all() {
        return ask().map(served -> served.types().values().stream()
                .map(List::getFirst)
                .sorted(Comparator.comparing(type -> type.groupKind().toString()))
                .toList());
    }

    @Override
    public ApiResult<Served> served() {
        return ask().map(Served::of);
    }

    @Override
    public void refresh() {
        // A question that is under way may have been answered before the change the caller knows of.
        flight.set(null);
        snapshot = null;
    }

    private ApiResult<ResourceType> lookUp(
            GroupKind groupKind, String apiVersion, Function<ServedResources, Optional<ResourceType>> look) {
        Snapshot known = snapshot;
        if (known != null) {
            Optional<ResourceType> found = look.apply(known.served());
            if (found.isPresent()) {
                return new ApiResult.Ok<>(found.get());
            }
            if (known.isFresh()) {
                return missing(known.served(), groupKind, apiVersion);
            }
        }
        return ask().flatMap(served -> look.apply(served)
                .<ApiResult<ResourceType>>map(ApiResult.Ok::new)
                .orElseGet(() -> missing(served, groupKind, apiVersion)));
    }

    private ApiResult<ServedResources> ask() {
        Flight mine = new Flight(new CompletableFuture<>());
        Flight other = flight.compareAndExchange(null, mine);
        if (other != null) {
            return other.await();
        }
        try {
            ApiResult<ServedResources> result = source.get();
            if (result instanceof ApiResult.Ok<ServedResources>(ServedResources served) && mine.equals(flight.get())) {
                snapshot = new Snapshot(served, System.nanoTime());
            }
            mine.result().complete(result);
            return result;
        } finally {
            flight.compareAndSet(mine, null);
            mine.result().completeExceptionally(new IllegalStateException("discovery ended without a result"));
        }
    }

    private static ApiResult<ResourceType> missing(ServedResources served, GroupKind groupKind, String apiVersion) {
        if (served.unavailable().contains(groupKind.group())) {
            return new ApiResult.Failed<>(ApiErrors.dependency("the API group " + groupKind.group()
                    + " is registered but does not answer; whether it serves " + groupKind.kind()
                    + " is not known. Look at its APIService"));
        }
        String wanted = apiVersion.isEmpty() ? groupKind.toString() : groupKind.kind() + " in " + apiVersion;
        List<ResourceType> others = served.of(groupKind);
        String hint = others.isEmpty()
                ? "install its CustomResourceDefinition, or correct apiVersion and kind"
                : "it serves it in "
                        + others.stream().map(ResourceType::apiVersion).collect(Collectors.joining(", "));
        return new ApiResult.Failed<>(ApiErrors.notFound("the cluster does not serve " + wanted + "; " + hint));
    }

    private record Snapshot(ServedResources served, long loadedAt) {

        boolean isFresh() {
            return System.nanoTime() - loadedAt < FRESH.toNanos();
        }
    }

    /** A question under way. */
    private record Flight(CompletableFuture<ApiResult<ServedResources>> result) {

        ApiResult<ServedResources> await() {
            try {
                return result.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new ApiResult.Failed<>(ApiErrors.transientError("interrupted during discovery"));
            } catch (ExecutionException e) {
                throw new IllegalStateException("discovery failed", e.getCause());
            }
        }
    }
}
