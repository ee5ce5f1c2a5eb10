package io.keelstream.gitwatcher.child;

import io.keelstream.gitwatcher.render.Limits;
import io.keelstream.gitwatcher.render.RenderRequest;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether what a chart renders to may depend on its cluster: it mentions {@code .Capabilities}, or says for which versions of Kubernetes it is.
 * What cannot be looked into, a packed or fetched chart, may do so. Stateless.
 */
final class AskingChart {

    private static final String ASKS = "Capabilities";
    private static final String VERSIONS = "kubeVersion";

    private AskingChart() {}

    static boolean is(RenderRequest request) {
        return request.target().chart() != null
                || request.target().parameters().values().stream()
                        .anyMatch(each -> each.text().contains(ASKS)
                                || String.valueOf(each.value()).contains(ASKS))
                || is(
                        request.snapshot(),
                        ChartInputs.of(request.snapshot(), request.target().path()));
    }

    private static boolean is(Snapshot snapshot, ChartInputs inputs) {
        Deque<Entry> left = new ArrayDeque<>(inputs.entries());
        int seen = 0;
        boolean asks = !inputs.sources().isEmpty();
        while (!asks && !left.isEmpty()) {
            Entry entry = left.poll();
            if (entry.isFolder()) {
                left.addAll(snapshot.list(entry));
            } else if (entry.isFile()) {
                asks = ++seen > Limits.ENTRIES || isFile(snapshot, entry);
            }
        }
        return asks;
    }

    private static boolean isFile(Snapshot snapshot, Entry file) {
        if (file.path().endsWith(".tgz") || snapshot.size(file) > Limits.FILE_BYTES) {
            return true;
        }
        String text = new String(snapshot.read(file), StandardCharsets.UTF_8);
        return text.contains(ASKS) || (file.name().equals("Chart.yaml") && text.contains(VERSIONS));
    }
}
