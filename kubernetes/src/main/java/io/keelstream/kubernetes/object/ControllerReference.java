package io.keelstream.kubernetes.object;

/**
 * The owner reference of an object's controller.
 *
 * @param kind the controller's kind
 * @param name its name, in the object's own namespace
 * @param uid its uid
 */
public record ControllerReference(String kind, String name, String uid) {

    /**
     * Whether it is one of the ReplicaSets of a Deployment in the same namespace. The Deployment's controller names each
     * {@code <deployment>-<hash>}, and a hash has no dash (k8s.io/kubernetes, {@code pkg/controller/deployment/sync.go}).
     *
     * @param deployment the Deployment's name
     */
    public boolean isReplicaSetOf(String deployment) {
        return kind.equals("ReplicaSet")
                && name.startsWith(deployment + "-")
                && name.indexOf('-', deployment.length() + 1) < 0;
    }

    /** {@code Kind/name}. */
    @Override
    public String toString() {
        return kind + "/" + name;
    }
}
