package io.keelstream.sandbox.workload;

import io.keelstream.sandbox.control.Actor;
import io.keelstream.sandbox.control.Controller;
import io.keelstream.sandbox.operation.Objects;
import java.util.List;

/** All stand-ins for the controllers and nodes of a cluster. */
public final class Workloads {

    private Workloads() {}

    /** One of each, writing as the real controller manager and nodes would. */
    public static List<Controller> all(Objects objects) {
        Actor manager = new Actor(objects, "kube-controller-manager");
        Actor node = new Actor(objects, "kubelet");
        return List.of(
                new Nodes(node),
                new Pods(node),
                new ReplicaSets(manager),
                new Deployments(manager),
                new StatefulSets(manager),
                new DaemonSets(manager),
                new Jobs(manager),
                new Claims(manager),
                new Autoscalers(manager),
                new Budgets(manager));
    }
}
