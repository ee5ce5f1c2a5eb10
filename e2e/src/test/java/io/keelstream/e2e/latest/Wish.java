package io.keelstream.e2e.latest;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.Gating.Sync;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.Conflicts;
import io.keelstream.contracts.targets.TargetPolicy.Drift;
import io.keelstream.contracts.targets.TargetPolicy.OnFailure;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a commit wants of its target: a Deployment, a ConfigMap, and a second one or not. Commits that want the same have the same
 * bundle.
 *
 * @param image number of the image; each has a template of its own
 * @param fate what becomes of the commit
 * @param value of the ConfigMap
 * @param extra whether there is a second ConfigMap
 * @param hooks what runs before, while and after it is applied
 * @param sync whether it waits for approval
 * @param onFailure what follows where it does not become healthy
 */
record Wish(int image, Fate fate, int value, boolean extra, List<Hook> hooks, Sync sync, OnFailure onFailure) {

    /** A commit that does not become healthy has failed then; the others have time. */
    private static final long SHORT = 700;

    private static final long LONG = 120_000;

    /** What becomes of a commit that is left alone. */
    enum Fate {
        /** It becomes healthy, unless a hook of it fails. */
        RUNS,
        /** Its pods crash. */
        CRASHES,
        /** The cluster does not take it. */
        REFUSED
    }

    /**
     * A Job that runs before or after.
     *
     * @param phase as its annotation says
     * @param fails whether it fails
     * @param millis how long it takes
     */
    record Hook(String phase, boolean fails, int millis) {}

    Wish {
        hooks = List.copyOf(hooks);
    }

    /** Whether it ends well where it is left alone. */
    boolean endsWell() {
        return fate == Fate.RUNS && hooks.stream().noneMatch(Hook::fails);
    }

    /** The same with another value in its ConfigMap, and nothing else that begins. */
    Wish withValue(int other) {
        return new Wish(image, fate, other, extra, List.of(), Sync.AUTO, onFailure);
    }

    /** The image of its Deployment. */
    String imageName() {
        return "web:" + image;
    }

    /**
     * The record of a commit.
     *
     * @param before the record that it follows; null for the first
     */
    Desired desired(String namespace, String commit, @Nullable Desired before) {
        TargetPolicy policy = policy();
        List<DesiredObject> objects = objects(namespace, commit, before);
        List<DesiredObject> jobs = hooks.stream()
                .map(hook -> object(namespace, commit, null, LiveCluster.manifest(job(hook))))
                .toList();
        String policyDigest = ObjectDigest.of(policy.toString());
        List<String> digests = new ArrayList<>(List.of(namespace, policyDigest));
        objects.forEach(each -> digests.add(each.digest()));
        jobs.forEach(each -> digests.add(each.digest()));
        return new Desired(
                false,
                new Revision("infra", "refs/heads/main", commit, "Tester", "Change", Instant.EPOCH),
                new Desired.Settings("default", namespace, policy, policyDigest, Map.of()),
                ObjectDigest.of(digests),
                objects,
                jobs,
                Desired.Notes.of(List.of(), List.of()));
    }

    /** The files of its application's folder, by their names. */
    Map<String, String> files(String application) {
        TargetPolicy policy = policy();
        return Map.of(
                "keelstream.yaml",
                Manifests.application(
                        application,
                        "sync: " + word(sync),
                        "onFailure: " + word(onFailure),
                        "onRemoval: " + word(policy.onRemoval()),
                        "conflicts: " + word(policy.conflicts()),
                        "timeout: " + policy.health().timeoutMillis() + "ms"),
                "objects.yaml",
                String.join("---\n", manifests()),
                "hooks.yaml",
                hooks.stream().map(Wish::job).collect(Collectors.joining("---\n")));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is what Git wants. */
    boolean isIn(Desired desired) {
        TargetPolicy policy = desired.policy();
        return policy.gating().sync() == sync
                && policy.onFailure() == onFailure
                && policy.health().timeoutMillis() == policy().health().timeoutMillis()
                && digests(desired.objects()).equals(digests(manifests()))
                && digests(desired.hooks())
                        .equals(digests(hooks.stream().map(Wish::job).toList()));
    }

    private static Set<String> digests(Collection<?> all) {
        return all.stream()
                .map(each -> each instanceof DesiredObject object
                        ? object.digest()
                        : ObjectDigest.of(LiveCluster.manifest(String.valueOf(each))))
                .collect(Collectors.toSet());
    }

    private List<DesiredObject> objects(String namespace, String commit, @Nullable Desired before) {
        return manifests().stream()
                .map(yaml -> object(namespace, commit, before, LiveCluster.manifest(yaml)))
                .toList();
    }

    private List<String> manifests() {
        List<String> manifests = new ArrayList<>();
        manifests.add(Manifests.deployment(
                "web",
                imageName(),
                "keelstream.io/pretend: " + (fate == Fate.CRASHES ? "crash" : "run"),
                "keelstream.io/pretend-delay: 100ms"));
        manifests.add(Manifests.configMap("config", Integer.toString(value)));
        if (extra) {
            manifests.add(Manifests.configMap("extra", "1"));
        }
        if (fate == Fate.REFUSED) {
            manifests.add("apiVersion: v1\nkind: Service\nmetadata: {name: refused}\nspec: {ports: [{port: 70000}]}\n");
        }
        return manifests;
    }

    private static DesiredObject object(String namespace, String commit, @Nullable Desired before, Manifest manifest) {
        String reference = manifest.groupKind() + "/" + namespace + "/" + manifest.name();
        String digest = ObjectDigest.of(manifest);
        String changed = before == null
                ? commit
                : before.objects().stream()
                        .filter(each -> each.reference().equals(reference)
                                && each.digest().equals(digest))
                        .map(DesiredObject::commit)
                        .findFirst()
                        .orElse(commit);
        return new DesiredObject(
                reference, digest, new DesiredObject.Origin(changed, null, null, null), false, manifest.tree());
    }

    private static String job(Hook hook) {
        return """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: %1$s, annotations: {keelstream.io/hook: %1$s}}
            spec:
              backoffLimit: 0
              template:
                metadata: {annotations: {keelstream.io/pretend: %2$s, keelstream.io/pretend-delay: %3$dms}}
                spec: {restartPolicy: Never, containers: [{name: a, image: a}]}
            """.formatted(hook.phase(), hook.fails() ? "fail" : "run", hook.millis());
    }

    private TargetPolicy policy() {
        return new TargetPolicy(
                new TargetPolicy.Deletion(TargetPolicy.Prune.DEFAULT, OnRemoval.PRUNE),
                Drift.CORRECT,
                Conflicts.FORCE,
                true,
                new TargetPolicy.Health(fate == Fate.CRASHES ? SHORT : LONG, false, true, false, onFailure),
                null,
                new Gating(sync, Gating.Approval.DEFAULT, List.of()));
    }
}
