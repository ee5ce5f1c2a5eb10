package io.keelstream.cli.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.cli.adopt.layout.PlannedFile;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.kubernetes.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the objects say, git-watcher reads every file that is written, and no two have one name. */
class AdoptionPropertyTests {

    private static final List<String> TEXTS = List.of(
            "shop",
            "web",
            "shop-staging",
            "staging-shop",
            "a.b.c",
            "Ünïcode",
            "-",
            "a/b",
            "../up",
            "",
            "x".repeat(80),
            "{{x}}",
            "yes",
            "1.10",
            "null",
            "line\nbreak",
            "#",
            "'",
            "apps/shop",
            "charts/shop",
            "values-eu.yaml",
            "\u001b[1m");
    private static final List<String> FIELDS = List.of(
            "name",
            "namespace",
            "server",
            "path",
            "releaseName",
            "valueFiles",
            "values",
            "valuesObject",
            "parameters",
            "automated",
            "prune",
            "selfHeal",
            "syncOptions",
            "include",
            "exclude",
            "recurse",
            "images",
            "labels",
            "timeout",
            "targetNamespace",
            "suspend",
            "dependsOn",
            "chart",
            "value",
            "key.with.dots",
            "deletionPolicy",
            "retries");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyFileIsReadAndNamesAreUnique(long seed) {
        Random random = new Random(seed);
        int files = 0;
        for (int round = 0; round < 150; round++) {
            Adopted adopted = round % 2 == 0 ? argocd(random) : flux(random);
            adopted.with("apps/shop/web.yaml").with("apps/web/x.yaml").with("charts/shop/Chart.yaml", "name: c\n");
            adopted.with("charts/shop/values-eu.yaml", "a: 1\n").with("top.yaml");
            Set<String> names = new HashSet<>();
            Adoption adoption = adopted.adoption();
            assertThat(adoption.findings()).noneMatch(each -> each.message().contains("would not be valid"));
            for (PlannedFile file : adoption.files()) {
                if (file.path().endsWith("keelstream.yaml")) {
                    Application application = Adopted.read(file);
                    assertThat(names.add(application.name())).as(file.content()).isTrue();
                    files++;
                }
            }
        }
        assertThat(files).as("files that the objects lead to").isGreaterThan(100);
    }

    private static Adopted argocd(Random random) {
        Adopted adopted = Adopted.argocd();
        for (int i = 0; i < 4; i++) {
            Map<String, Object> source = some(random, 1, "helm", "kustomize", "directory");
            source.put("repoURL", Adopted.REPOSITORY);
            source.put("path", one(random, List.of("apps/shop", "apps/web", "charts/shop", ".")));
            Map<String, Object> spec = some(random, 1, "destination", "syncPolicy", "ignoreDifferences");
            spec.put("source", source);
            adopted.with(
                    "tool/" + i + ".yaml", Json.writeText(object("argoproj.io/v1alpha1", "Application", spec, random)));
        }
        return adopted;
    }

    private static Adopted flux(Random random) {
        Adopted adopted = Adopted.flux();
        for (int i = 0; i < 4; i++) {
            boolean chart = random.nextBoolean();
            Map<String, Object> spec = some(random, 1, "install", "upgrade", "values", "postBuild", "driftDetection");
            spec.put("path", one(random, List.of("./apps/shop", "apps/web", ".")));
            spec.put("sourceRef", Map.of("kind", "GitRepository", "name", "x"));
            spec.put(
                    "chart",
                    Map.of(
                            "spec",
                            Map.of("chart", "charts/shop", "sourceRef", Map.of("kind", "GitRepository", "name", "x"))));
            String group = chart ? "helm.toolkit.fluxcd.io/v2" : "kustomize.toolkit.fluxcd.io/v1";
            adopted.with(
                    "tool/" + i + ".yaml",
                    Json.writeText(object(group, chart ? "HelmRelease" : "Kustomization", spec, random)));
        }
        return adopted;
    }

    private static Map<String, Object> object(String version, String kind, Map<String, Object> spec, Random random) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", one(random, List.of("shop", "web", "shop-staging", "a.b", "x".repeat(80))));
        metadata.put("labels", value(random, 2));
        return Map.of("apiVersion", version, "kind", kind, "metadata", metadata, "spec", spec);
    }

    /** A mapping with some of the names, and some of the fields that are known elsewhere. */
    private static Map<String, Object> some(Random random, int depth, String... names) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (String name : names) {
            if (random.nextInt(3) > 0) {
                map.put(name, some(random, depth + 1));
            }
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            map.put(one(random, FIELDS), value(random, depth));
        }
        return map;
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 3 ? 4 : 6)) {
            case 0 -> random.nextBoolean();
            case 1 -> random.nextInt(2_000_000);
            case 2, 3 -> one(random, TEXTS);
            case 4 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    list.add(value(random, depth + 1));
                }
                yield list;
            }
            default -> some(random, depth + 1);
        };
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
