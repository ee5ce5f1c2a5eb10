package io.keelstream.kubernetes.differential;

import io.keelstream.kubernetes.differential.Server.Answer;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.ManagedFields;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.merge.ApplyResult;
import io.keelstream.kubernetes.merge.FieldWriter;
import io.keelstream.kubernetes.merge.ServerSideApply;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Does the same writes on one object of a real server and with the engine, step by step. After each step the engine goes
 * on from the server's object, so that one difference does not cause others. For one use by one thread.
 */
final class Sequence {

    /** A time that no server writes. */
    private static final Instant NOW = Instant.parse("2000-01-01T00:00:00Z");

    private static final Set<String> ALLOCATED = Set.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy");

    private final Server server;
    private final Subject subject;
    private final String name;
    private final ServerSideApply engine;
    private @Nullable Manifest live;
    private int refused;
    private int conflicts;

    Sequence(Server server, Subject subject, String name) {
        this.server = server;
        this.subject = subject;
        this.name = name;
        this.engine = new ServerSideApply(subject.schema(), FieldSet.of(FieldPath.of("status")));
    }

    /** The first difference, with the steps up to it; null where there is none. */
    @Nullable
    String run(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            Manifest before = live;
            String difference = step(steps.get(i));
            if (difference != null) {
                return difference + "\nat step " + i + ": " + steps.get(i) + "\nlive before: "
                        + (before == null ? "none" : Json.writeText(before.tree()));
            }
        }
        return null;
    }

    int refused() {
        return refused;
    }

    int conflicts() {
        return conflicts;
    }

    private @Nullable String step(Step step) {
        return switch (step) {
            case Step.Apply apply -> apply(apply);
            case Step.Update update -> update(update);
            case Step.Patch patch -> patch(patch);
        };
    }

    private Map<String, @Nullable Object> named(Map<String, @Nullable Object> tree) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>(tree);
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(Manifest.map(tree.get("metadata")));
        metadata.put("name", name);
        metadata.put("namespace", "default");
        named.put("metadata", metadata);
        return named;
    }

    private @Nullable String apply(Step.Apply step) {
        Map<String, @Nullable Object> configuration = named(step.configuration());
        String query = "?fieldManager=" + step.manager() + "&force=" + step.force() + "&fieldValidation=Strict";
        Answer answer = server.apply(subject.path() + "/" + name + query, configuration);
        ApplyResult ours =
                engine.apply(live, new Manifest(configuration), new FieldWriter(step.manager(), NOW), step.force());
        return switch (ours) {
            case ApplyResult.Invalid invalid -> {
                refused++;
                yield answer.ok() || answer.code() == 409
                        ? "we refuse (" + invalid.message() + "), the server does not: " + answer.message()
                        : null;
            }
            case ApplyResult.Conflicts found -> {
                conflicts++;
                yield conflicts(found, answer);
            }
            case ApplyResult.Applied applied -> applied(applied.object(), answer);
        };
    }

    private static @Nullable String conflicts(ApplyResult.Conflicts ours, Answer answer) {
        if (answer.code() != 409) {
            return "we see conflicts (" + ours.message() + "), the server answers " + answer.message();
        }
        TreeSet<String> mine = new TreeSet<>();
        ours.conflicts().forEach(conflict -> mine.add(conflict.path() + " " + conflict.message()));
        TreeSet<String> theirs = new TreeSet<>();
        for (Object cause : Manifest.list(new Manifest(answer.body()).at("details", "causes"))) {
            theirs.add(
                    Manifest.map(cause).get("field") + " " + Manifest.map(cause).get("message"));
        }
        return mine.equals(theirs) ? null : "conflicts differ\nours:   " + mine + "\nserver: " + theirs;
    }

    private @Nullable String applied(Manifest ours, Answer answer) {
        if (!answer.ok()) {
            boolean kindsOwn = answer.code() == 422 || answer.code() == 400;
            refused += kindsOwn ? 1 : 0;
            return kindsOwn ? null : "we accept, the server answers " + answer.message();
        }
        Manifest theirs = answer.object();
        Manifest before = live;
        live = theirs;
        String object = Likeness.difference(subject, ours, theirs);
        return object != null ? object : owners(before, ours, theirs);
    }

    private @Nullable String update(Step.Update step) {
        Map<String, @Nullable Object> parts =
                Manifest.map(Trees.patched(live == null ? null : live.tree(), step.parts()));
        Map<String, @Nullable Object> wanted = named(parts);
        String query = "?fieldManager=" + step.manager();
        Answer answer = live == null
                ? server.post(subject.path() + query, wanted)
                : server.put(subject.path() + "/" + name + query, wanted);
        return written(step.manager(), answer);
    }

    private @Nullable String patch(Step.Patch step) {
        if (live == null) {
            return null;
        }
        String type = step.type().equals("strategic") && !subject.typed() ? "merge" : step.type();
        Map<String, @Nullable Object> parts = new LinkedHashMap<>(step.parts());
        parts.keySet().removeAll(Set.of("apiVersion", "kind"));
        String media = switch (type) {
            case "json" -> "application/json-patch+json";
            case "merge" -> "application/merge-patch+json";
            default -> "application/strategic-merge-patch+json";
        };
        String body = Json.writeText(type.equals("json") ? operations(parts) : parts);
        return written(
                step.manager(),
                server.send("PATCH", subject.path() + "/" + name + "?fieldManager=" + step.manager(), media, body));
    }

    /** Labels and annotations stand for all metadata: a JSON patch that replaced the name would be refused. */
    private static List<Map<String, @Nullable Object>> operations(Map<String, @Nullable Object> parts) {
        List<Map<String, @Nullable Object>> operations = new ArrayList<>();
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        parts.forEach((key, value) -> {
            if (key.equals("metadata")) {
                Manifest.map(value).forEach((name, part) -> all.put("/metadata/" + name, part));
            } else {
                all.put("/" + key, value);
            }
        });
        all.forEach((path, value) -> operations.add(
                value == null
                        ? Trees.map("op", "remove", "path", path)
                        : Trees.map("op", "add", "path", path, "value", value)));
        return operations;
    }

    private @Nullable String written(String manager, Answer answer) {
        if (!answer.ok()) {
            refused++;
            return null;
        }
        Manifest theirs = answer.object();
        Manifest before = live;
        live = theirs;
        Manifest stored = Likeness.withoutManagedFields(theirs.copy());
        if (before == null) {
            // allocated after the server has written managedFields
            Manifest.map(stored.at("spec")).keySet().removeAll(ALLOCATED);
        }
        Manifest ours = engine.update(before, stored, new FieldWriter(manager, NOW));
        return owners(before, ours, theirs);
    }

    /** Compares managedFields, as they would be with the object that the server stored. */
    private static @Nullable String owners(@Nullable Manifest before, Manifest ours, Manifest theirs) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(theirs.tree());
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(theirs.metadata());
        metadata.put("managedFields", ours.metadata().get("managedFields"));
        for (String own : List.of("resourceVersion", "generation")) {
            Object value = before == null ? null : before.metadata().get(own);
            metadata.computeIfPresent(own, (key, now) -> value == null ? now : value);
        }
        tree.put("metadata", metadata);
        Manifest predicted = new Manifest(tree);
        ManagedFields mine = ManagedFields.of(before == null ? predicted : ServerSideApply.settle(before, predicted));
        return Likeness.difference(mine, ManagedFields.of(theirs), NOW);
    }
}
