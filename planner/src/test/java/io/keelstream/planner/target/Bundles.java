package io.keelstream.planner.target;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.target.TargetPolicy;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.yaml.LocatedManifest;
import io.keelstream.kubernetes.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Bundles as the git-watcher writes them, from YAML. */
final class Bundles {

    static final Revision REVISION = new Revision(
            "infra", "refs/heads/main", "c0ffee".repeat(6) + "c0ff", "A <a@example.com>", "Change", Instant.EPOCH);

    private Bundles() {}

    static Manifest manifest(String yaml) {
        return manifests(yaml).getFirst();
    }

    static List<Manifest> manifests(String yaml) {
        return new YamlReader()
                .manifests(yaml.getBytes(StandardCharsets.UTF_8)).orThrow().stream()
                        .map(LocatedManifest::manifest)
                        .toList();
    }

    /** A bundle for a namespace with a policy, of all the documents. */
    static Desired bundle(String namespace, TargetPolicy policy, String... documents) {
        List<DesiredObject> objects = Stream.of(documents)
                .flatMap(text -> manifests(text).stream())
                .map(each -> object(namespace, each))
                .toList();
        return bundle(namespace, policy, objects);
    }

    static Desired bundle(String namespace, TargetPolicy policy, List<DesiredObject> objects) {
        String digest = ObjectDigest.of(List.of(
                namespace,
                policy.toString(),
                objects.stream().map(DesiredObject::digest).toList()));
        return new Desired(
                false,
                REVISION,
                "default",
                namespace,
                digest,
                ObjectDigest.of(policy.toString()),
                policy,
                objects,
                List.of(),
                Map.of());
    }

    static DesiredObject object(String namespace, Manifest manifest) {
        ObjectReference reference = manifest.reference();
        ObjectReference placed = reference.namespace().isEmpty() ? reference.inNamespace(namespace) : reference;
        return new DesiredObject(
                placed.toString(),
                ObjectDigest.of(manifest),
                REVISION.commit(),
                null,
                null,
                "apps/shop/all.yaml",
                false,
                manifest.tree());
    }

    /** The inventory after these objects were applied as they are live. */
    static Inventory inventory(long sequence, String clusterUid, Desired desired, List<InventoryObject> objects) {
        return new Inventory(
                sequence,
                "default",
                clusterUid,
                desired.namespace(),
                objects,
                null,
                desired.bundleDigest(),
                desired.revision(),
                desired.revision(),
                0,
                null,
                null,
                List.of());
    }
}
