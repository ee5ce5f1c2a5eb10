package io.keelstream.sandbox.kinds;

import io.keelstream.sandbox.tree.Tree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The class of a pod, from the resources of its containers. */
final class QualityOfService {

    private QualityOfService() {}

    static String of(Map<String, @Nullable Object> spec) {
        boolean any = false;
        boolean guaranteed = true;
        for (Map<String, @Nullable Object> container : Tree.maps(spec, "containers")) {
            Map<String, @Nullable Object> requests = Tree.map(container, "resources", "requests");
            Map<String, @Nullable Object> limits = Tree.map(container, "resources", "limits");
            for (String resource : List.of("cpu", "memory")) {
                Object request = requests.get(resource);
                Object limit = limits.get(resource);
                any |= request != null || limit != null;
                guaranteed &= limit != null && (request == null || request.equals(limit));
            }
        }
        return !any ? "BestEffort" : guaranteed ? "Guaranteed" : "Burstable";
    }
}
