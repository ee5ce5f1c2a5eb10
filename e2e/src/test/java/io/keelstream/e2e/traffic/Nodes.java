package io.keelstream.e2e.traffic;

import io.keelstream.e2e.cluster.Kubectl;
import java.util.ArrayList;
import java.util.List;

/**
 * The nodes of a cluster in the hands of whoever runs it. Immutable.
 *
 * @param kubectl whose user may do that
 * @param namespace whose pods are moved
 */
public record Nodes(Kubectl kubectl, String namespace) {

    /** No new pod starts anywhere. */
    public void close() {
        kubectl.demand(all("cordon"));
    }

    /** Pods start everywhere again. */
    public void open() {
        kubectl.demand(all("uncordon"));
    }

    /** Evicts the pods of a Deployment that the node of one of them has; they have its name as the label {@code app}. */
    public void drain(String deployment) {
        String nodes = kubectl.demand(
                "get",
                "pods",
                "--namespace",
                namespace,
                "--selector",
                "app=" + deployment,
                "--field-selector",
                "status.phase=Running",
                "--output",
                "jsonpath={.items[*].spec.nodeName}");
        if (!nodes.isEmpty()) {
            kubectl.demand("drain", nodes.split(" ", -1)[0], "--pod-selector", "app=" + deployment);
        }
    }

    private String[] all(String verb) {
        List<String> command = new ArrayList<>(List.of(verb));
        kubectl.demand("get", "nodes", "--output", "name").lines().forEach(command::add);
        return command.toArray(String[]::new);
    }
}
