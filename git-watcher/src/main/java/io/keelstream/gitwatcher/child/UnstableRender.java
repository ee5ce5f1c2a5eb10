package io.keelstream.gitwatcher.child;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.SourceObject;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.yaml.Quotable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the first value in which two renders of the same inputs differ; names its path, never its value. Stateless. */
final class UnstableRender {

    private UnstableRender() {}

    /** @param what renders so: the chart, or an own renderer */
    static RenderResult refusal(String what, RenderResult once, RenderResult twice, String path) {
        String place = "the output";
        if (once instanceof RenderResult.Rendered first && twice instanceof RenderResult.Rendered second) {
            int both = Math.min(first.objects().size(), second.objects().size());
            for (int i = 0; i < both; i++) {
                SourceObject left = first.objects().get(i);
                String difference = difference(
                        left.manifest().tree(),
                        second.objects().get(i).manifest().tree(),
                        "");
                if (difference != null) {
                    place = left.manifest().kind() + " " + left.manifest().name() + " at " + difference;
                    break;
                }
            }
        }
        return RenderResult.refused(Reason.UNSTABLE_RENDER.problem(
                what + " renders differently each time: " + place + ". Set the value in Git, or use an existing Secret",
                Paths.named(path)));
    }

    private static @Nullable String difference(@Nullable Object left, @Nullable Object right, String path) {
        if (left instanceof Map<?, ?> && right instanceof Map<?, ?>) {
            Map<String, @Nullable Object> one = Manifest.map(left);
            Map<String, @Nullable Object> two = Manifest.map(right);
            Set<String> keys = new TreeSet<>(one.keySet());
            keys.addAll(two.keySet());
            for (String key : keys) {
                String found = difference(
                        one.get(key),
                        two.get(key),
                        path + "/" + Quotable.key(key).replace("~", "~0").replace("/", "~1"));
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        if (left instanceof List<?> one && right instanceof List<?> two && one.size() == two.size()) {
            for (int i = 0; i < one.size(); i++) {
                String found = difference(one.get(i), two.get(i), path + "/" + i);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        return Objects.equals(left, right) ? null : path;
    }
}
