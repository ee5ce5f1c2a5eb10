package io.keelstream.kubernetes.client;

import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks the server what it serves: two requests where it knows aggregated discovery (Kubernetes 1.30 and newer), one per
 * version otherwise. A group that does not answer is marked and does no harm to the others. Thread-safe.
 */
final class DiscoverySource {

    private static final String AGGREGATED =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

    private final Transport transport;

    DiscoverySource(Transport transport) {
        this.transport = transport;
    }

    /** Everything served now. */
    ApiResult<ServedResources> load() {
        return get("api", "", AGGREGATED)
                .flatMap(core -> get("apis", "", AGGREGATED).flatMap(groups -> read(core, groups)));
    }

    private ApiResult<ServedResources> read(Manifest core, Manifest groups) {
        ServedResources.Collector found = new ServedResources.Collector();
        if (DiscoveryDocuments.isAggregated(core.tree())) {
            DiscoveryDocuments.aggregated(core.tree(), found);
        } else {
            perVersion("api/", DiscoveryDocuments.coreVersions(core.tree()), found);
        }
        if (DiscoveryDocuments.isAggregated(groups.tree())) {
            DiscoveryDocuments.aggregated(groups.tree(), found);
        } else {
            perVersion("apis/", DiscoveryDocuments.groupVersions(groups.tree()), found);
        }
        return new ApiResult.Ok<>(found.done());
    }

    private void perVersion(String root, List<String> apiVersions, ServedResources.Collector found) {
        Map<String, Future<ApiResult<Manifest>>> answers = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String apiVersion : apiVersions) {
                answers.put(
                        apiVersion, threads.submit(() -> get(root + apiVersion, groupOf(apiVersion), ApiRequest.JSON)));
            }
        }
        answers.forEach((apiVersion, answer) -> {
            switch (result(answer)) {
                case ApiResult.Ok<Manifest>(Manifest list) ->
                    DiscoveryDocuments.resources(apiVersion, list.tree(), found);
                case ApiResult.Failed<Manifest> failed -> found.unavailable(groupOf(apiVersion));
            }
        });
    }

    private static <T> ApiResult<T> result(Future<ApiResult<T>> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ApiResult.Failed<>(ApiErrors.transientError("interrupted during discovery"));
        } catch (ExecutionException e) {
            throw new IllegalStateException("discovery failed", e.getCause());
        }
    }

    private ApiResult<Manifest> get(String path, String group, String accept) {
        ApiRequest request = new ApiRequest(Verb.DISCOVER, Targets.path(path, group), Map.of(), accept, null, false);
        return transport.send(request, CallTerms.ORDINARY).flatMap(answer -> ApiErrors.read(request, answer));
    }

    private static String groupOf(String apiVersion) {
        return GroupKind.of(apiVersion, "any").group();
    }
}
