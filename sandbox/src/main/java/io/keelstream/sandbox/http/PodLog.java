package io.keelstream.sandbox.http;

import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pod pretends to have written.
 *
 * @param pod the pod's name
 * @param containers the names of its containers, those for its start last
 * @param written the text; null where it pretends to have written nothing
 */
record PodLog(String pod, List<String> containers, @Nullable String written) {

    static PodLog of(Map<String, @Nullable Object> pod) {
        Map<String, @Nullable Object> metadata = Tree.map(pod.get("metadata"));
        Map<String, @Nullable Object> spec = Tree.map(pod.get("spec"));
        List<String> names = new ArrayList<>();
        for (String part : List.of("containers", "initContainers")) {
            Tree.list(spec.get(part))
                    .forEach(each -> names.add(String.valueOf(Tree.map(each).get("name"))));
        }
        Object text = Tree.map(metadata.get("annotations")).get(Annotations.PRETEND_LOG);
        return new PodLog(String.valueOf(metadata.get("name")), names, text == null ? null : text.toString());
    }

    /**
     * What a container wrote.
     *
     * @param container its name; empty where there is only one
     */
    String of(String container) {
        if (container.isEmpty() && containers.size() > 1) {
            throw Status.badRequest("a container name must be specified for pod " + pod + ", choose one of: ["
                    + String.join(" ", containers) + "]");
        }
        if (!container.isEmpty() && !containers.contains(container)) {
            throw Status.badRequest("container " + container + " is not valid for pod " + pod);
        }
        if (written == null) {
            throw Status.notFoundBecause("the pod \"" + pod + "\" only pretends to run: it has no log");
        }
        return written;
    }

    /** The last lines of a text, and of these the first bytes; 0 for all. */
    static byte[] last(String text, long lines, long bytes) {
        List<String> all = text.lines().toList();
        String kept =
                String.join("\n", lines == 0 ? all : all.subList((int) Math.max(0, all.size() - lines), all.size()));
        byte[] whole = (kept + "\n").getBytes(StandardCharsets.UTF_8);
        return bytes == 0 || bytes >= whole.length ? whole : Arrays.copyOf(whole, (int) bytes);
    }
}
