package io.keelstream.gitwatcher.bundle;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TenantLimits;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.encrypted.EncryptedValues;
import io.keelstream.gitwatcher.render.Limits;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.SourceObject;
import io.keelstream.kubernetes.digest.CanonicalJson;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.kubernetes.hook.HookReader;
import io.keelstream.kubernetes.hook.HookReading;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.seal.SealException;
import io.keelstream.kubernetes.sops.SopsSecret;
import io.keelstream.kubernetes.tenant.TenantRule;
import io.keelstream.yaml.Quotable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes one bundle from a renderer's output: lists are flattened, server-side fields are removed, Secrets are sealed or
 * rejected, and all problems of all objects are reported at once. Used for one bundle, by one thread.
 */
public final class BundleBuilder {

    private final Target target;
    private final SecretRule secrets;
    private final SealedSecrets sealed;
    private final EncryptedValues encrypted;
    private final List<TenantLimits> tenants;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final Map<String, Bundle.Item> items = new LinkedHashMap<>();
    private long bytes;

    private BundleBuilder(
            Target target,
            SecretRule secrets,
            SealedSecrets sealed,
            EncryptedValues encrypted,
            List<TenantLimits> tenants) {
        this.target = target;
        this.secrets = secrets;
        this.sealed = sealed;
        this.encrypted = encrypted;
        this.tenants = tenants;
    }

    /** The bundle of a target of an installation without tenants. */
    public static Bundle build(
            Target target,
            RenderResult.Rendered rendered,
            SecretRule secrets,
            SealedSecrets sealed,
            EncryptedValues encrypted) {
        return build(target, rendered, secrets, sealed, encrypted, List.of());
    }

    /**
     * The bundle of a target.
     *
     * @param target the target
     * @param rendered what the renderer wrote
     * @param secrets what happens to plain Secrets
     * @param sealed sealed bytes of earlier bundles
     * @param encrypted what SOPS encrypted in the files that the renderer read
     * @param tenants what its objects are held to
     */
    public static Bundle build(
            Target target,
            RenderResult.Rendered rendered,
            SecretRule secrets,
            SealedSecrets sealed,
            EncryptedValues encrypted,
            List<TenantLimits> tenants) {
        BundleBuilder builder = new BundleBuilder(target, secrets, sealed, encrypted, tenants);
        builder.warnings.addAll(rendered.warnings());
        List<SourceObject> objects = builder.flatten(rendered.objects());
        if (objects.size() > Limits.OBJECTS) {
            return new Bundle.Faulty(List.of(Reason.BUNDLE_TOO_LARGE.problem(
                    objects.size() + " objects; a target has at most " + Limits.OBJECTS + ". Split it",
                    target.path())));
        }
        ClusterScopedKinds clusterScoped = ClusterScopedKinds.with(objects);
        boolean generates = rendered.renderer().equals("kustomize");
        for (SourceObject object : objects) {
            if (builder.bytes <= Limits.BUNDLE_BYTES) {
                builder.add(object, clusterScoped, generates);
            }
        }
        return builder.bundle();
    }

    private List<SourceObject> flatten(List<SourceObject> objects) {
        List<SourceObject> flat = new ArrayList<>();
        for (SourceObject object : objects) {
            Manifest manifest = object.manifest();
            Optional<List<@Nullable Object>> items = manifest.items();
            if (items.isPresent()) {
                List<SourceObject> inside = new ArrayList<>();
                for (Object item : items.get()) {
                    inside.add(new SourceObject(new Manifest(Manifest.map(item)), object.file()));
                }
                flat.addAll(flatten(inside));
            } else {
                flat.add(object);
            }
        }
        return flat;
    }

    private void add(SourceObject source, ClusterScopedKinds clusterScoped, boolean generates) {
        SourceObject object = new SourceObject(encrypted.wholeFiles(named(source.manifest())), source.file());
        Optional<String> misplaced = encrypted.problem(object.manifest());
        if (misplaced.isPresent()) {
            problems.add(Reason.SECRET_FORMAT.problem(misplaced.get(), object.file()));
            return;
        }
        Optional<String> malformed = ObjectCheck.problem(object.manifest());
        if (malformed.isPresent()) {
            problems.add(Reason.INVALID_OBJECT.problem(malformed.get(), object.file()));
            return;
        }
        boolean cluster = clusterScoped.contains(object.manifest().groupKind());
        Manifest manifest = ObjectCleaner.clean(object.manifest(), cluster);
        String reference = reference(manifest, cluster);
        switch (HookReader.read(manifest)) {
            case HookReading.Ordinary _, HookReading.Hook _ -> {
                Bundle.Item twin = items.get(reference);
                if (twin != null) {
                    problems.add(Reason.DUPLICATE_OBJECT.problem(
                            reference + " is defined twice: in " + twin.file() + " and in " + object.file()
                                    + ". Remove one",
                            object.file()));
                    return;
                }
                Optional<String> foreign = TenantRule.refusal(
                        tenants, ObjectReference.parse(reference), clusterScoped.scope(manifest.groupKind()), manifest);
                if (foreign.isPresent()) {
                    problems.add(Reason.TENANT_LIMIT.problem(foreign.get(), object.file()));
                    return;
                }
                checked(object, manifest, reference)
                        .map(item -> generates ? named(item) : item)
                        .ifPresent(item -> items.put(reference, item));
            }
            case HookReading.LeftOut(String annotation) ->
                warnings.add(Reason.HOOK_LEFT_OUT.problem(
                        "is not applied: it is a hook for an event that does not occur here (" + annotation + ")",
                        reference));
            case HookReading.Refused(boolean faulty, String why) ->
                problems.add((faulty ? Reason.HOOK_FORMAT : Reason.NOT_SUPPORTED)
                        .problem((faulty ? "" : "not supported: ") + reference + ": " + why, object.file()));
        }
    }

    /** Every run of a hook has a name of its own, so one that is to be generated is the first part of it. */
    private static Manifest named(Manifest manifest) {
        if (!(manifest.metadata().get("generateName") instanceof String prefix)
                || manifest.metadata().get("name") != null
                || !HookReader.runs(manifest)) {
            return manifest;
        }
        Manifest copy = manifest.copy();
        copy.metadata().remove("generateName");
        copy.metadata().put("name", prefix.replaceAll("[-.]+$", ""));
        return copy;
    }

    private String reference(Manifest manifest, boolean clusterScoped) {
        ObjectReference reference = manifest.reference();
        boolean defaulted = !clusterScoped && reference.namespace().isEmpty();
        return (defaulted ? reference.inNamespace(target.namespace()) : reference).toString();
    }

    private Optional<Bundle.Item> checked(SourceObject object, Manifest manifest, String reference) {
        byte[] canonical =
                CanonicalJson.bytes(manifest.tree(), (int) Limits.BUNDLE_BYTES).orElse(null);
        bytes += canonical == null ? Limits.BUNDLE_BYTES + 1 : canonical.length;
        if (canonical == null) {
            return Optional.empty();
        }
        Optional<String> control = ControlChannels.problem(manifest, reference);
        if (control.isPresent()) {
            problems.add(Reason.CONTROL_CHANNEL.problem(control.get(), object.file()));
            return Optional.empty();
        }
        Optional<String> shape = SecretShape.problem(manifest);
        if (shape.isPresent()) {
            problems.add(Reason.SECRET_FORMAT.problem(shape.get(), object.file()));
            return Optional.empty();
        }
        boolean values = SecretShape.is(manifest) && (hasValues(manifest, "data") || hasValues(manifest, "stringData"));
        if (!values) {
            String digest = ObjectDigest.sha256(canonical);
            return Optional.of(new Bundle.Item(reference, digest, null, object.file(), false, manifest));
        }
        if (!isMap(manifest, "data") || !isMap(manifest, "stringData")) {
            problems.add(Reason.SECRET_FORMAT.problem(
                    "data and stringData of " + reference + " must be maps", object.file()));
            return Optional.empty();
        }
        Optional<String> key = notText(manifest);
        if (key.isPresent()) {
            problems.add(Reason.SECRET_FORMAT.problem(
                    "Secret " + manifest.name() + ": " + key.get() + " is not text; quote it", object.file()));
            return Optional.empty();
        }
        Optional<String> plain = encrypted.plain(manifest);
        if (plain.isEmpty() && encrypted.any(manifest) && !(secrets instanceof SecretRule.Keep)) {
            String digest = ObjectDigest.sha256(canonical);
            return Optional.of(new Bundle.Item(
                    reference, digest, null, object.file(), true, documents(manifest, reference, digest)));
        }
        return switch (secrets) {
            case SecretRule.Refuse refuse -> {
                problems.add(Reason.PLAIN_SECRET.problem(
                        reference + " has values in plain text (" + plain.orElse("empty ones")
                                + "). Encrypt them with SOPS, keep them out of Git, or let the installation seal them"
                                + " (keelstream.secrets.plain: seal)",
                        object.file()));
                yield Optional.empty();
            }
            case SecretRule.Keep keep ->
                Optional.of(new Bundle.Item(
                        reference, ObjectDigest.sha256(canonical), null, object.file(), false, manifest));
            case SecretRule.Seal seal -> seal(object, manifest, reference, seal, canonical);
        };
    }

    private Optional<Bundle.Item> seal(
            SourceObject object, Manifest manifest, String reference, SecretRule.Seal rule, byte[] canonical) {
        String digest = rule.key().digest(canonical);
        try {
            Manifest carrying = carrying(manifest);
            Manifest body = sealed.get(
                    reference, digest + encrypted.digest(), () -> rule.sealer().seal(carrying));
            return Optional.of(new Bundle.Item(reference, digest, null, object.file(), true, body));
        } catch (SealException e) {
            problems.add(Reason.SECRET_FORMAT.problem(String.valueOf(e.getMessage()), object.file()));
            return Optional.empty();
        }
    }

    /** The Secret with its documents, whose values in plain text do not leave an installation that seals. */
    private Manifest documents(Manifest manifest, String reference, String digest) {
        Manifest carrying = carrying(manifest);
        return secrets instanceof SecretRule.Seal seal
                ? sealed.get(
                        reference,
                        digest + encrypted.digest(),
                        () -> seal.sealer().sealDocuments(carrying))
                : carrying;
    }

    /** The Secret with the documents of its encrypted values; they count for the size of the bundle. */
    private Manifest carrying(Manifest secret) {
        Manifest carrying = encrypted.carrying(secret);
        if (SopsSecret.is(carrying)) {
            bytes += CanonicalJson.bytes(carrying.tree(), (int) Limits.BUNDLE_BYTES)
                    .map(all -> (long) all.length)
                    .orElse(Limits.BUNDLE_BYTES + 1);
        }
        return carrying;
    }

    private static boolean isMap(Manifest secret, String field) {
        Object values = secret.tree().get(field);
        return values == null || values instanceof Map<?, ?>;
    }

    private static Optional<String> notText(Manifest secret) {
        return Stream.of("data", "stringData")
                .flatMap(field -> Manifest.map(secret.tree().get(field)).entrySet().stream()
                        .filter(entry -> !(entry.getValue() instanceof String))
                        .map(entry -> field + "." + Quotable.key(entry.getKey())))
                .findFirst();
    }

    private static boolean hasValues(Manifest secret, String field) {
        Object values = secret.tree().get(field);
        return values != null && !(values instanceof Map<?, ?> map && map.isEmpty());
    }

    private static Bundle.Item named(Bundle.Item item) {
        String name = GeneratedName.of(item.body().kind(), item.body().name());
        return name == null
                ? item
                : new Bundle.Item(item.reference(), item.digest(), name, item.file(), item.sealed(), item.body());
    }

    private Bundle bundle() {
        if (bytes > Limits.BUNDLE_BYTES) {
            problems.add(
                    Limits.tooMuch("more than " + Limits.BUNDLE_BYTES + " bytes (10 MiB) of objects", target.path()));
        }
        if (!problems.isEmpty()) {
            return new Bundle.Faulty(problems);
        }
        String policyDigest = PolicyDigest.of(target.policy());
        Map<String, @Nullable Object> tree = new TreeMap<>();
        tree.put("cluster", target.cluster());
        tree.put("namespace", target.namespace());
        tree.put("policy", policyDigest);
        Map<String, @Nullable Object> digests = new TreeMap<>();
        items.values().forEach(item -> digests.put(item.reference(), item.digest()));
        tree.put("objects", digests);
        if (!encrypted.digest().isEmpty()) {
            tree.put("encrypted", encrypted.digest());
        }
        if (!tenants.isEmpty()) {
            tree.put("tenants", tenants.toString());
        }
        if (!warnings.isEmpty()) {
            tree.put("warnings", warnings.stream().map(Problem::toString).toList());
        }
        return new Bundle.Complete(List.copyOf(items.values()), ObjectDigest.of(tree), policyDigest, warnings, tenants);
    }
}
