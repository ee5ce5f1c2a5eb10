package io.keelstream.applier.hook;

import io.keelstream.contracts.plan.PlannedAction.RunHook;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.annotation.Labels;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.kubernetes.hook.RunName;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The object of one run of a hook. Its name follows from the run, so whoever goes on finds what was created, and creates nothing
 * twice. Its finalizer keeps it until its end is recorded: a time to live of no seconds loses nothing.
 *
 * @param hook the hook as it is planned
 * @param run which run this is: {@code HookRun.name}
 * @param target the target
 * @param canaryUrl where the copies answer that it tests; null where it tests none
 */
public record HookObject(
        RunHook hook, String run, String target, @Nullable String canaryUrl) {

    /** Keeps the object until its end is recorded. */
    public static final String FINALIZER = Annotations.PREFIX + "hook";

    private static final int DIGEST = "sha256:".length();

    /** The object as it is named in the cluster. */
    public ObjectReference reference() {
        return RunName.of(ObjectReference.parse(hook.reference()), digest(8, run));
    }

    /** What is created. */
    public Manifest body() {
        Manifest body = new Manifest(hook.content().body()).copy();
        Map<String, @Nullable Object> metadata = body.metadata();
        metadata.put("name", reference().name());
        put(metadata, "annotations", Annotations.HOOK_RUN, run);
        put(metadata, "labels", Labels.HOOK, label());
        List<@Nullable Object> finalizers = new ArrayList<>(Manifest.list(metadata.get("finalizers")));
        finalizers.add(FINALIZER);
        metadata.put("finalizers", finalizers);
        if (canaryUrl != null) {
            Map<String, @Nullable Object> spec =
                    body.kind().equals("Pod") ? body.spec() : Manifest.map(body.at("spec", "template", "spec"));
            for (String containers : List.of("initContainers", "containers")) {
                Manifest.list(spec.get(containers)).forEach(each -> tell(Manifest.map(each), canaryUrl));
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

    private static void tell(Map<String, @Nullable Object> container, String url) {
        List<@Nullable Object> variables = new ArrayList<>(Manifest.list(container.get("env")));
        variables.add(Map.of("name", CanaryUrl.VARIABLE, "value", url));
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
