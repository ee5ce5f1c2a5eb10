package io.keelstream.planner.sample;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.ApplyState;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.yaml.LocatedManifest;
import io.keelstream.kubernetes.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Records of tests, from YAML: bundles as the git-watcher writes them, inventories as the applier does. */
public final class Samples {

    public static final Revision REVISION = new Revision(
            "infra", "refs/heads/main", "c0ffee".repeat(6) + "c0ff", "A <a@example.com>", "Change", Instant.EPOCH);

    private Samples() {}

    public static Manifest manifest(String yaml) {
        return manifests(yaml).getFirst();
    }

    public static List<Manifest> manifests(String yaml) {
        return new YamlReader()
                .manifests(yaml.getBytes(StandardCharsets.UTF_8)).orThrow().stream()
                        .map(LocatedManifest::manifest)
                        .toList();
    }

    /** A bundle for a namespace with a policy, of all the documents. */
    public static Desired bundle(String namespace, TargetPolicy policy, String... documents) {
        List<DesiredObject> objects = Stream.of(documents)
                .flatMap(text -> manifests(text).stream())
                .map(each -> object(namespace, each))
                .toList();
        return bundle(namespace, policy, objects);
    }

    public static Desired bundle(String namespace, TargetPolicy policy, List<DesiredObject> objects) {
        String digest = ObjectDigest.of(List.of(
                namespace,
                policy.toString(),
                objects.stream().map(DesiredObject::digest).toList()));
        return new Desired(
                false,
                REVISION,
                new Desired.Settings("default", namespace, policy, ObjectDigest.of(policy.toString()), Map.of()),
                digest,
                objects,
                List.of(),
                List.of());
    }

    /** The same bundle of a target that was added by this commit, which has the number now. */
    public static Desired addedAt(Desired bundle, long number) {
        return new Desired(
                bundle.removed(),
                bundle.revision().numbered(number),
                bundle.settings(),
                bundle.bundleDigest(),
                bundle.objects(),
                bundle.hooks(),
                bundle.notes()
                        .withAddedAt(
                                new NumberedCommit(number, bundle.revision().commit())));
    }

    /** The same bundle of an application with these labels. */
    public static Desired labelled(Desired bundle, Map<String, String> labels) {
        Desired.Settings settings = bundle.settings();
        return new Desired(
                bundle.removed(),
                bundle.revision(),
                new Desired.Settings(
                        settings.cluster(), settings.namespace(), settings.policy(), settings.policyDigest(), labels),
                bundle.bundleDigest(),
                bundle.objects(),
                bundle.hooks(),
                bundle.notes());
    }

    /** The same bundle with hooks. */
    public static Desired withHooks(Desired bundle, String... hooks) {
        List<DesiredObject> all = Stream.of(hooks)
                .map(each -> object(bundle.namespace(), manifest(each)))
                .toList();
        return new Desired(
                false,
                bundle.revision(),
                bundle.settings(),
                ObjectDigest.of(List.of(
                        bundle.bundleDigest(),
                        all.stream().map(DesiredObject::digest).toList())),
                bundle.objects(),
                all,
                bundle.notes());
    }

    public static DesiredObject object(String namespace, Manifest manifest) {
        ObjectReference reference = manifest.reference();
        ObjectReference placed = reference.namespace().isEmpty() ? reference.inNamespace(namespace) : reference;
        return new DesiredObject(
                placed.toString(),
                ObjectDigest.of(manifest),
                new DesiredObject.Origin(REVISION.commit(), null, null, "apps/shop/all.yaml"),
                false,
                manifest.tree());
    }

    /** The inventory after these objects were applied as they are live. */
    public static Inventory inventory(
            long sequence, String clusterUid, Desired desired, List<InventoryObject> objects) {
        return new Inventory(
                sequence,
                new Placement("default", clusterUid, desired.namespace()),
                objects,
                null,
                new Inventory.Applied(desired.bundleDigest(), desired.revision(), desired.revision()),
                Inventory.History.NONE,
                List.of());
    }

    /** An entry of the inventory as a healthy release left it. */
    public static InventoryObject applied(String reference, String digest) {
        return applied(reference, digest, "uid-of-" + reference);
    }

    public static InventoryObject applied(String reference, String digest, String uid) {
        return new InventoryObject(reference, "v1", 0, null, new ApplyState(uid, digest, false, false, null), null);
    }

    /** A live object of ours: marked, applied by us, with a uid. */
    public static Manifest ours(String yaml, String owner, String uid) {
        Manifest live = manifest(yaml).copy();
        Map<String, Object> metadata = live.metadata();
        Map<String, Object> annotations = new LinkedHashMap<>(Manifest.map(metadata.get("annotations")));
        annotations.put("keelstream.io/owner", owner);
        metadata.put("annotations", annotations);
        metadata.put("uid", uid);
        metadata.put("resourceVersion", "7");
        metadata.put(
                "managedFields", new ArrayList<>(List.of(entry("keelstream", "Apply", "", "2026-01-01T00:00:00Z"))));
        return live;
    }

    /** One entry of managedFields; the fields are dotted paths such as {@code spec.replicas}. */
    public static Map<String, Object> entry(
            String manager, String operation, String subresource, String time, String... fields) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("manager", manager);
        entry.put("operation", operation);
        entry.put("apiVersion", "v1");
        entry.put("time", time);
        entry.put("fieldsType", "FieldsV1");
        Map<String, Object> tree = new LinkedHashMap<>();
        for (String field : fields) {
            Map<String, Object> level = tree;
            for (String step : field.split("\\|", -1)) {
                Object below = level.computeIfAbsent("f:" + step, key -> new LinkedHashMap<String, Object>());
                level = Manifest.map(below);
            }
        }
        entry.put("fieldsV1", tree);
        if (!subresource.isEmpty()) {
            entry.put("subresource", subresource);
        }
        return entry;
    }

    /** Adds an entry to an object's managedFields, in the object's own version. */
    public static Manifest withEntry(Manifest object, Map<String, Object> entry) {
        Manifest copy = object.copy();
        List<Object> entries = new ArrayList<>(Manifest.list(copy.metadata().get("managedFields")));
        Map<String, Object> versioned = new LinkedHashMap<>(entry);
        versioned.put("apiVersion", object.apiVersion());
        entries.add(versioned);
        copy.metadata().put("managedFields", entries);
        return copy;
    }
}
