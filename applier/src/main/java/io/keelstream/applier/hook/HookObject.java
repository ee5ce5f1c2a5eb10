package io.keelstream.applier.hook;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.release.Release;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.hook.HookRun;
import io.keelstream.contracts.plan.PlannedAction.RunHook;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.annotation.Labels;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.kubernetes.health.RunToEnd;
import io.keelstream.kubernetes.hook.RunName;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The object of one run of a hook. Its name follows from the run, so whoever goes on finds what was created, and creates nothing
 * twice. Its finalizer keeps it until its end is recorded: a time to live of no seconds loses nothing.
 *
 * @param hook the hook as it is planned
 * @param run which run this is: {@code HookRun.name}
 * @param target the target
 * @param environment variables that its containers get
 */
public record HookObject(RunHook hook, String run, String target, Map<String, String> environment) {

    /** Keeps the object until its end is recorded. */
    public static final String FINALIZER = Annotations.PREFIX + "hook";

    private static final int DIGEST = "sha256:".length();

    public HookObject {
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }

    /**
     * The object of a run of a release.
     *
     * @param trial where the trial stands; null outside one
     */
    public static HookObject of(Release release, HookRun run, @Nullable TrialPosition trial) {
        return new HookObject(
                release.hooks(run.phase()).get(run.position()),
                release.name(run),
                release.target().toString(),
                trial == null ? Map.of() : TrialAddresses.of(new Course(release.trial(), trial)));
    }

    /** When a live object was created, as it says, and not in the future of a server's clock; now where it does not say. */
    public static Instant createdAt(Manifest live, Instant now) {
        Instant created = live.metadata().get("creationTimestamp") instanceof String time ? Instant.parse(time) : now;
        return created.isAfter(now) ? now : created;
    }

    /** Whether its end is waited for; anything else is there for other hooks, e.g. their ServiceAccount, and done when it exists. */
    public boolean runsToEnd() {
        return RunToEnd.is(new Manifest(hook.content().body()));
    }

    /** The object as it is named in the cluster: each run has its own name, and what other hooks name keeps its. */
    public ObjectReference reference() {
        if (!runsToEnd()) {
            return ObjectReference.parse(hook.reference());
        }
        return RunName.of(ObjectReference.parse(hook.reference()), digest(8, run));
    }

    /** What is created. */
    public Manifest body() {
        Manifest body = new Manifest(hook.content().body()).copy();
        Map<String, @Nullable Object> metadata = body.metadata();
        metadata.put("name", reference().name());
        put(metadata, "annotations", Annotations.HOOK_RUN, run);
        put(metadata, "labels", Labels.HOOK, label());
        if (runsToEnd()) {
            List<@Nullable Object> finalizers = new ArrayList<>(Manifest.list(metadata.get("finalizers")));
            finalizers.add(FINALIZER);
            metadata.put("finalizers", finalizers);
        }
        if (!environment.isEmpty()) {
            Map<String, @Nullable Object> spec =
                    body.kind().equals("Pod") ? body.spec() : Manifest.map(body.at("spec", "template", "spec"));
            for (String containers : List.of("initContainers", "containers")) {
                Manifest.list(spec.get(containers)).forEach(each -> tell(Manifest.map(each)));
            }
        }
        return body;
    }

    /** What all runs of this hook of this target have in common. */
    public String label() {
        return digest(16, target, hook.id());
    }

    /** Whether an object is this run. */
    public boolean is(Manifest object) {
        return run.equals(object.annotation(Annotations.HOOK_RUN));
    }

    /** Whether an object is an earlier run of the same hook, which goes before this one is created. */
    public boolean isEarlier(Manifest object) {
        return !is(object) && label().equals(object.label(Labels.HOOK));
    }

    private void tell(Map<String, @Nullable Object> container) {
        List<@Nullable Object> variables = new ArrayList<>(Manifest.list(container.get("env")));
        environment.forEach((name, value) -> variables.add(Map.of("name", name, "value", value)));
        container.put("env", variables);
    }

    private static void put(Map<String, @Nullable Object> metadata, String map, String name, String value) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(Manifest.map(metadata.get(map)));
        all.put(name, value);
        metadata.put(map, all);
    }

    private static String digest(int letters, String... of) {
        return ObjectDigest.of(List.of((Object[]) of)).substring(DIGEST, DIGEST + letters);
    }
}
