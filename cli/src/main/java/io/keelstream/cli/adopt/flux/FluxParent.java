package io.keelstream.cli.adopt.flux;

import io.keelstream.cli.adopt.source.Fields;
import java.util.List;

/**
 * A Kustomization that deploys nothing but objects of Flux. Each of those is translated by itself, as it is written; what the Kustomization adds to them
 * needs a hand. Stateless.
 */
final class FluxParent {

    private static final List<String> OVERLAYS = List.of(
            "targetNamespace",
            "postBuild",
            "patches",
            "patchesStrategicMerge",
            "patchesJson6902",
            "components",
            "images",
            "namePrefix",
            "nameSuffix");

    private FluxParent() {}

    /** Asks for every field. */
    static void read(Fields spec) {
        spec.known(
                        "interval",
                        "retryInterval",
                        "timeout",
                        "wait",
                        "healthChecks",
                        "prune",
                        "deletionPolicy",
                        "force",
                        "ignoreMissingComponents",
                        "eventMetadata")
                .needsHand(
                        "suspend",
                        "holds back what Git says: see that it is what the cluster has before anything of it is approved")
                .needsHand(
                        "dependsOn",
                        "what it deploys comes after others: write policy.dependsOn into the files of those objects")
                .needsHand(
                        "kubeConfig",
                        "its objects are in another cluster: write the name that the installation has for it as their cluster")
                .noCounterpart("serviceAccountName", "it is the account for objects of Flux alone")
                .noCounterpart("commonMetadata", "it is metadata of objects of Flux alone")
                .noCounterpart("healthCheckExprs", "they are about objects of Flux alone")
                .noCounterpart("decryption", "an object of Flux that is encrypted is a finding of its own");
        OVERLAYS.forEach(each -> spec.needsHand(
                each, "changes the objects, which are translated without it: write what comes out into their files"));
    }
}
