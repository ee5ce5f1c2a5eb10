package io.keelstream.planner.identity;

import io.keelstream.kubernetes.object.ObjectReference;
import java.util.Map;

/**
 * Names one live object in one way. API groups that serve the same stored objects under two names (the old {@code
 * extensions}) are folded into the newer one, so that nothing looks gone because its manifest was modernised. Pure.
 */
public final class Identities {

    private static final Map<String, String> SUCCESSORS = Map.of(
            "Ingress.extensions", "networking.k8s.io",
            "NetworkPolicy.extensions", "networking.k8s.io",
            "Deployment.extensions", "apps",
            "DaemonSet.extensions", "apps",
            "ReplicaSet.extensions", "apps",
            "PodSecurityPolicy.extensions", "policy",
            "Event", "events.k8s.io");

    private Identities() {}

    /** The reference under the group that is current. */
    public static ObjectReference canonical(ObjectReference reference) {
        String successor = SUCCESSORS.get(reference.groupKind().toString());
        return successor == null
                ? reference
                : new ObjectReference(successor, reference.kind(), reference.namespace(), reference.name());
    }

    /** The canonical form of a written reference; throws {@link IllegalArgumentException} naming a text that is none. */
    public static ObjectReference canonical(String reference) {
        return canonical(ObjectReference.parse(reference));
    }
}
