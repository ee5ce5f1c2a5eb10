package io.keelstream.kubernetes.client;

import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists in chunks, so that neither side holds a long answer as one piece of text. When the server forgets the position
 * between two chunks, the whole list is asked for at once: a chunked one would be too slow again. Thread-safe.
 */
final class ChunkedLists {

    private static final int CHUNK = 500;
    private static final int UNLIMITED = 0;

    private final Transport transport;

    ChunkedLists(Transport transport) {
        this.transport = transport;
    }

    /** Everything the request selects, read consistently. */
    ApiResult<Listing> all(WatchRequest selection, CallTerms terms) {
        return Targets.collection(selection.type(), selection.namespace()).flatMap(target -> {
            ApiResult<Listing> chunked = inChunks(selection, target, CHUNK, terms);
            boolean expired =
                    chunked instanceof ApiResult.Failed<Listing>(ApiError error) && error.kind() == ApiError.Kind.GONE;
            return expired ? inChunks(selection, target, UNLIMITED, terms) : chunked;
        });
    }

    private ApiResult<Listing> inChunks(WatchRequest selection, ApiRequest.Target target, int limit, CallTerms terms) {
        List<Manifest> objects = new ArrayList<>();
        String position = "";
        while (true) {
            ApiRequest request = request(selection, target, limit, position);
            ApiResult<Manifest> chunk =
                    transport.send(request, terms).flatMap(answer -> ApiErrors.read(request, answer));
            switch (chunk) {
                case ApiResult.Failed<Manifest>(ApiError error) -> {
                    return new ApiResult.Failed<>(error);
                }
                case ApiResult.Ok<Manifest>(Manifest list) -> {
                    Manifest.list(list.at("items"))
                            .forEach(item -> objects.add(Accept.named(selection.type(), Manifest.map(item))));
                    position = list.at("metadata", "continue") instanceof String next ? next : "";
                    if (position.isEmpty()) {
                        return new ApiResult.Ok<>(new Listing(objects, list.resourceVersion()));
                    }
                }
            }
        }
    }

    private static ApiRequest request(WatchRequest selection, ApiRequest.Target target, int limit, String position) {
        Map<String, String> query = new LinkedHashMap<>();
        if (!selection.labelSelector().isEmpty()) {
            query.put("labelSelector", selection.labelSelector());
        }
        if (limit != UNLIMITED) {
            query.put("limit", Integer.toString(limit));
        }
        if (!position.isEmpty()) {
            query.put("continue", position);
        }
        return new ApiRequest(Verb.LIST, target, query, Accept.of(selection).many(), null, false);
    }
}
