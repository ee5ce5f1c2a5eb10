package io.keelstream.sandbox.custom;

import io.keelstream.sandbox.control.Actor;
import io.keelstream.sandbox.control.Controller;
import io.keelstream.sandbox.control.Requests;
import io.keelstream.sandbox.resource.Catalog;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.resource.TypeKey;
import io.keelstream.sandbox.store.Change;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Establishes custom resource definitions, and deletes their objects before they go. */
public final class CustomResources implements Controller {

    /** Holds a definition until its objects are gone. */
    public static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

    private static final TypeKey TYPE = new TypeKey("apiextensions.k8s.io", "customresourcedefinitions");

    private final Actor actor;
    private final Catalog catalog;

    public CustomResources(Actor actor, Catalog catalog) {
        this.actor = actor;
        this.catalog = catalog;
    }

    /** Serves what every established definition asks for. */
    public void serve() {
        List<Resource> resources = new ArrayList<>();
        for (StoredObject definition : actor.store().list(TYPE, "").objects()) {
            if (is(definition, "Established")) {
                resources.addAll(DefinitionReader.read(definition.tree()));
            }
        }
        catalog.serve(resources);
    }

    /** Establishes every definition and serves what it asks for, before anything else runs. */
    public void establish() {
        actor.store().list(TYPE, "").objects().stream()
                .filter(definition -> !is(definition, "Established"))
                .forEach(this::establish);
        serve();
    }

    @Override
    public void changed(Change change, Requests requests) {
        ObjectKey key = change.key();
        if (key.type().equals(TYPE)) {
            requests.add(key);
        } else if (change.after() == null && key.type().group().contains(".")) {
            requests.add(new ObjectKey(
                    TYPE, "", key.type().plural() + "." + key.type().group()));
        }
    }

    @Override
    public void reconcile(ObjectKey key, Requests requests) {
        StoredObject definition = actor.get(key);
        if (definition == null) {
            serve();
        } else if (Tree.at(definition.tree(), "metadata", "deletionTimestamp") != null) {
            empty(definition);
        } else if (!is(definition, "Established") || isOutdated(definition)) {
            establish(definition);
            serve();
        } else {
            serve();
        }
    }

    private void establish(StoredObject definition) {
        String now = actor.now();
        Map<String, @Nullable Object> spec = Tree.map(definition.tree(), "spec");
        actor.status(definition, status -> {
            status.put("acceptedNames", Tree.copy(Tree.map(spec, "names")));
            status.put("storedVersions", storedVersions(status, spec));
            List<@Nullable Object> conditions = new ArrayList<>();
            conditions.add(condition("NamesAccepted", "NoConflicts", "no conflicts found", now));
            conditions.add(
                    condition("Established", "InitialNamesAccepted", "the initial names have been accepted", now));
            if (!is(definition, "Established")) {
                status.put("conditions", conditions);
            }
        });
    }

    private static List<@Nullable Object> storedVersions(
            Map<String, @Nullable Object> status, Map<String, @Nullable Object> spec) {
        List<@Nullable Object> versions = new ArrayList<>(Tree.list(status, "storedVersions"));
        for (Map<String, @Nullable Object> version : Tree.maps(spec, "versions")) {
            if (Tree.flag(version, "storage") && !versions.contains(version.get("name"))) {
                versions.add(version.get("name"));
            }
        }
        return versions;
    }

    private void empty(StoredObject definition) {
        TypeKey type = new TypeKey(
                Tree.text(definition.tree(), "spec", "group"), Tree.text(definition.tree(), "spec", "names", "plural"));
        List<StoredObject> objects = actor.store().list(type, "").objects();
        for (StoredObject object : objects) {
            if (Tree.at(object.tree(), "metadata", "deletionTimestamp") == null) {
                actor.delete(object);
            }
        }
        if (actor.store().count(type) == 0) {
            actor.update(definition, tree -> {
                List<@Nullable Object> left = new ArrayList<>(Tree.list(tree, "metadata", "finalizers"));
                left.remove(FINALIZER);
                Tree.set(Tree.within(tree, "metadata"), "finalizers", left.isEmpty() ? null : left);
            });
        }
    }

    private static boolean isOutdated(StoredObject definition) {
        Map<String, @Nullable Object> tree = definition.tree();
        List<@Nullable Object> stored = Tree.list(tree, "status", "storedVersions");
        boolean known = Tree.maps(tree, "spec", "versions").stream()
                .filter(version -> Tree.flag(version, "storage"))
                .allMatch(version -> stored.contains(version.get("name")));
        return !known || !Tree.map(tree, "spec", "names").equals(Tree.map(tree, "status", "acceptedNames"));
    }

    private static Map<String, @Nullable Object> condition(String type, String reason, String message, String now) {
        return Tree.of("type", type, "status", "True", "lastTransitionTime", now, "reason", reason, "message", message);
    }

    private static boolean is(StoredObject definition, String type) {
        return Tree.maps(definition.tree(), "status", "conditions").stream()
                .anyMatch(condition -> Tree.text(condition, "type").equals(type)
                        && Tree.text(condition, "status").equals("True"));
    }
}
