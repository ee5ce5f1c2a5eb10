package io.keelstream.sandbox.workload;

import io.keelstream.sandbox.resource.TypeKey;

/** The types that the stand-ins deal with. */
final class Types {

    static final TypeKey PODS = new TypeKey("", "pods");
    static final TypeKey NODES = new TypeKey("", "nodes");
    static final TypeKey CLAIMS = new TypeKey("", "persistentvolumeclaims");
    static final TypeKey VOLUMES = new TypeKey("", "persistentvolumes");
    static final TypeKey STORAGE_CLASSES = new TypeKey("storage.k8s.io", "storageclasses");
    static final TypeKey DEPLOYMENTS = new TypeKey("apps", "deployments");
    static final TypeKey REPLICA_SETS = new TypeKey("apps", "replicasets");
    static final TypeKey STATEFUL_SETS = new TypeKey("apps", "statefulsets");
    static final TypeKey DAEMON_SETS = new TypeKey("apps", "daemonsets");
    static final TypeKey REVISIONS = new TypeKey("apps", "controllerrevisions");
    static final TypeKey JOBS = new TypeKey("batch", "jobs");
    static final TypeKey AUTOSCALERS = new TypeKey("autoscaling", "horizontalpodautoscalers");
    static final TypeKey BUDGETS = new TypeKey("policy", "poddisruptionbudgets");

    private Types() {}
}
