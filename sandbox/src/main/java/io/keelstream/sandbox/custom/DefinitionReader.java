package io.keelstream.sandbox.custom;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.schema.CustomResourceSchemas;
import io.keelstream.sandbox.resource.CustomVersion;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.resource.Subresource;
import io.keelstream.sandbox.resource.TypeKey;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a CustomResourceDefinition into the resources that it asks for. Pure. */
final class DefinitionReader {

    private static final Set<String> VERBS =
            Set.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final Set<String> PART_VERBS = Set.of("get", "patch", "update");

    private DefinitionReader() {}

    /** One resource per served version. */
    static List<Resource> read(Map<String, @Nullable Object> definition) {
        Map<String, @Nullable Object> spec = Tree.map(definition, "spec");
        Map<String, @Nullable Object> names = Tree.map(spec, "names");
        CustomResourceSchemas schemas = CustomResourceSchemas.read(new Manifest(definition));
        String group = Tree.text(spec, "group");
        String kind = Tree.text(names, "kind");
        String storage = Tree.maps(spec, "versions").stream()
                .filter(version -> Tree.flag(version, "storage"))
                .map(version -> Tree.text(version, "name"))
                .findFirst()
                .orElse("");
        List<Resource> resources = new ArrayList<>();
        for (Map<String, @Nullable Object> version : Tree.maps(spec, "versions")) {
            if (!Tree.flag(version, "served")) {
                continue;
            }
            String name = Tree.text(version, "name");
            CustomVersion custom = new CustomVersion(
                    Tree.map(version, "schema", "openAPIV3Schema"),
                    Tree.flag(version, "schema", "openAPIV3Schema", "x-kubernetes-preserve-unknown-fields"),
                    Tree.maps(version, "additionalPrinterColumns"),
                    Tree.at(version, "subresources", "scale") instanceof Map<?, ?> scale ? Manifest.map(scale) : null,
                    storage,
                    Tree.maps(version, "selectableFields").stream()
                            .map(field -> Tree.text(field, "jsonPath"))
                            .toList(),
                    schemas.findOrDeduced(group + "/" + name, kind));
            resources.add(new Resource(
                    new TypeKey(group, Tree.text(names, "plural")),
                    name,
                    new Resource.Names(
                            Tree.text(names, "singular"),
                            kind,
                            Tree.text(names, "listKind"),
                            texts(names, "shortNames"),
                            texts(names, "categories")),
                    Tree.text(spec, "scope").equals("Namespaced"),
                    VERBS,
                    parts(version, kind),
                    custom));
        }
        return resources;
    }

    private static Map<String, Subresource> parts(Map<String, @Nullable Object> version, String kind) {
        Map<String, Subresource> parts = new LinkedHashMap<>();
        Map<String, @Nullable Object> declared = Tree.map(version, "subresources");
        if (declared.containsKey("status")) {
            parts.put("status", new Subresource("status", "", "", kind, PART_VERBS));
        }
        if (declared.containsKey("scale")) {
            parts.put("scale", new Subresource("scale", "autoscaling", "v1", "Scale", PART_VERBS));
        }
        return parts;
    }

    private static List<String> texts(Map<String, @Nullable Object> map, String key) {
        return Tree.list(map, key).stream().map(String::valueOf).toList();
    }
}
