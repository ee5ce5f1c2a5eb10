package io.keelstream.kubernetes.differential;

import static io.keelstream.kubernetes.differential.Trees.chance;
import static io.keelstream.kubernetes.differential.Trees.entries;
import static io.keelstream.kubernetes.differential.Trees.keyed;
import static io.keelstream.kubernetes.differential.Trees.map;
import static io.keelstream.kubernetes.differential.Trees.maybe;
import static io.keelstream.kubernetes.differential.Trees.pick;
import static io.keelstream.kubernetes.differential.Trees.some;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Custom kinds with every list and map type, and one without any schema, with random objects of them. */
final class CustomConfigurations {

    static final String GROUP = "differential.keelstream.io";

    private CustomConfigurations() {}

    /** A definition with every extension that the merge engine knows. */
    static final String THING = """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
         "metadata":{"name":"things.differential.keelstream.io"},
         "spec":{"group":"differential.keelstream.io","scope":"Namespaced",
          "names":{"plural":"things","singular":"thing","kind":"Thing","listKind":"ThingList"},
          "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{
           "spec":{"type":"object","properties":{
            "text":{"type":"string"},"number":{"type":"integer"},"fraction":{"type":"number"},"flag":{"type":"boolean"},
            "port":{"x-kubernetes-int-or-string":true},
            "granular":{"type":"object","additionalProperties":{"type":"string"}},
            "atomic":{"type":"object","x-kubernetes-map-type":"atomic","additionalProperties":{"type":"string"}},
            "struct":{"type":"object","nullable":true,"properties":{"a":{"type":"string"},"b":{"type":"string"}}},
            "atomicStruct":{"type":"object","x-kubernetes-map-type":"atomic","properties":{"a":{"type":"string"},"b":{"type":"string"}}},
            "set":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}},
            "numbers":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"integer"}},
            "list":{"type":"array","items":{"type":"string"}},
            "items":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],
             "items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"value":{"type":"string"},
              "tags":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}}}}},
            "pairs":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["key","kind"],
             "items":{"type":"object","required":["key"],"properties":{"key":{"type":"integer"},"kind":{"type":"string","default":"x"},"value":{"type":"string"}}}},
            "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true},
            "half":{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"known":{"type":"object","properties":{"a":{"type":"string"}}}}},
            "maps":{"type":"object","additionalProperties":{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}}}},
            "embedded":{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true},
            "defaulted":{"type":"object","default":{},"properties":{"size":{"type":"integer","default":3},"name":{"type":"string"}}}
           }}}}}}]}}
        """;

    static final String BLOB = """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
         "metadata":{"name":"blobs.differential.keelstream.io"},
         "spec":{"group":"differential.keelstream.io","scope":"Namespaced",
          "names":{"plural":"blobs","singular":"blob","kind":"Blob","listKind":"BlobList"},
          "versions":[{"name":"v1","served":true,"storage":true,
           "schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}
        """;

    static Map<String, @Nullable Object> thing(SplittableRandom random) {
        Map<String, @Nullable Object> tree = object(random, "Thing");
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        maybe(random, spec, "text", () -> "t" + random.nextInt(3));
        maybe(random, spec, "number", () -> (long) random.nextInt(3));
        maybe(random, spec, "fraction", () -> pick(random, List.of(0.5, 1.0, 1L, 2.25)));
        maybe(random, spec, "flag", random::nextBoolean);
        maybe(random, spec, "port", () -> pick(random, List.of(80L, "80", "web")));
        maybe(random, spec, "granular", () -> entries(random, "a", "b", "c"));
        maybe(random, spec, "atomic", () -> entries(random, "a", "b"));
        maybe(random, spec, "struct", () -> entries(random, "a", "b"));
        maybe(random, spec, "atomicStruct", () -> entries(random, "a", "b"));
        maybe(random, spec, "set", () -> some(random, List.of("s1", "s2", "s<3>", "s4")));
        maybe(random, spec, "numbers", () -> some(random, List.of(1L, 2L, 3L)));
        maybe(random, spec, "list", () -> some(random, List.of("l1", "l2")));
        maybe(random, spec, "items", () -> items(random));
        maybe(
                random,
                spec,
                "pairs",
                () -> keyed(
                        random,
                        List.of(map("key", 1L), map("key", 1L, "kind", "y"), map("key", 2L, "kind", "x")),
                        pair -> maybe(random, pair, "value", () -> "v" + random.nextInt(2))));
        maybe(random, spec, "free", () -> tree(random, 2));
        maybe(random, spec, "half", () -> {
            Map<String, @Nullable Object> half = new LinkedHashMap<>();
            maybe(random, half, "known", () -> entries(random, "a"));
            maybe(random, half, "other", () -> tree(random, 1));
            return half;
        });
        maybe(random, spec, "maps", () -> map("m1", entries(random, "a", "b"), "m2", entries(random, "a", "b")));
        maybe(
                random,
                spec,
                "embedded",
                () -> map(
                        "apiVersion",
                        "v1",
                        "kind",
                        "ConfigMap",
                        "metadata",
                        map("name", "e", "labels", entries(random, "l")),
                        "data",
                        entries(random, "a")));
        maybe(random, spec, "defaulted", () -> {
            Map<String, @Nullable Object> defaulted = new LinkedHashMap<>();
            maybe(random, defaulted, "size", () -> 3L + random.nextInt(2));
            maybe(random, defaulted, "name", () -> "n" + random.nextInt(2));
            return defaulted;
        });
        tree.put("spec", spec);
        return tree;
    }

    private static List<@Nullable Object> items(SplittableRandom random) {
        return keyed(
                random, List.of(map("name", "i1"), map("name", "i2"), map("name", "i3"), map("name", "i4")), item -> {
                    maybe(random, item, "value", () -> "v" + random.nextInt(2));
                    maybe(random, item, "tags", () -> some(random, List.of("x", "y")));
                });
    }

    static Map<String, @Nullable Object> blob(SplittableRandom random) {
        Map<String, @Nullable Object> tree = object(random, "Blob");
        maybe(random, tree, "spec", () -> tree(random, 3));
        maybe(random, tree, "other", () -> tree(random, 1));
        return tree;
    }

    private static @Nullable Object tree(SplittableRandom random, int depth) {
        int form = random.nextInt(depth > 0 ? 8 : 4);
        return switch (form) {
            case 0 -> "x" + random.nextInt(2);
            case 1 -> (long) random.nextInt(2);
            case 2 -> random.nextBoolean();
            case 3 -> chance(random, 30) ? null : "y";
            case 4 -> new ArrayList<>(some(random, List.of("p", "q", 1L)));
            default -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (String key : List.of("a", "b", "c")) {
                    maybe(random, map, key, () -> tree(random, depth - 1));
                }
                yield map;
            }
        };
    }

    private static Map<String, @Nullable Object> object(SplittableRandom random, String kind) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        maybe(random, metadata, "labels", () -> entries(random, "l1", "l2"));
        maybe(random, metadata, "annotations", () -> entries(random, "a1"));
        Map<String, @Nullable Object> tree = map("apiVersion", GROUP + "/v1", "kind", kind, "metadata", metadata);
        if (chance(random, 2)) {
            tree.put(kind.equals("Blob") ? "fine" : "unknownField", 1L);
        }
        return tree;
    }
}
