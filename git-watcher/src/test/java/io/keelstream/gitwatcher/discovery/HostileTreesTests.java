package io.keelstream.gitwatcher.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.snapshot.Difference;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Trees in which the same folder is in many places: few bytes, and more folders than anybody can look at. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileTreesTests {

    private static final String SHOP = """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: shop}
            spec: {targets: [{name: production, path: .}]}
            """;

    @Test
    void applicationBesideFoldersWithoutNumberIsFoundAndNothingCountsAsRemoved() {
        Bomb bomb = new Bomb("one").with("shop/keelstream.yaml", SHOP);

        Catalog catalog = catalog(bomb);

        assertThat(catalog.applications()).containsOnlyKeys("shop");
        assertThat(problems(catalog)).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("BundleTooLarge");
            assertThat(problem.message()).contains("at most 100000 folders");
        });
    }

    @Test
    void smallFileIsReadBesideManyLargeOnes() {
        Bomb bomb = new Bomb("one");
        bomb.folders = 0;
        for (int i = 0; i < 40; i++) {
            bomb.with("a" + i + "/keelstream.yaml", ("# " + "x".repeat(90) + "\n").repeat(6_000));
        }
        bomb.with("shop/keelstream.yaml", SHOP);

        Catalog catalog = catalog(bomb);

        assertThat(catalog.applications()).containsOnlyKeys("shop");
        assertThat(problems(catalog))
                .last()
                .satisfies(problem -> assertThat(problem.message()).contains("at most 16 MiB"));
    }

    @Test
    void differencesWithoutNumberAreNotLookedFor() {
        assertThat(Difference.between(new Bomb("one"), new Bomb("two"))).isEmpty();
        assertThat(Difference.between(new Bomb("one"), new Bomb("one"))).contains(List.of());
    }

    @Test
    void fleetThatLooksAtFoldersWithoutNumberIsAProblem() {
        Bomb bomb = new Bomb("one")
                .with("fleet/keelstream.yaml", fleet("'../d*/*/*/*/*/*/*/*'", ""))
                .with("shop/keelstream.yaml", SHOP);
        bomb.with("keelstream.yaml", fleet("'*/*/*/*/*/*/*/*'", ""));

        Catalog catalog = catalog(bomb);

        assertThat(catalog.applications()).containsOnlyKeys("shop");
        assertThat(problems(catalog)).anySatisfy(problem -> {
            assertThat(problem.reason()).isEqualTo("BundleTooLarge");
            assertThat(problem.message()).contains("looks at too many folders");
        });
    }

    @Test
    void fleetWithLargeParametersForManyFoldersIsAProblem() {
        Bomb bomb = new Bomb("one").with("shop/keelstream.yaml", SHOP);
        bomb.folders = 0;
        for (int i = 0; i < 100; i++) {
            bomb.with("apps/a" + i + "/a.yaml", "");
        }
        bomb.with("keelstream.yaml", fleet("apps/*", "parameters: {a: [" + "xxxxxxxxx,".repeat(80_000) + "]}"));

        Catalog catalog = catalog(bomb);

        assertThat(catalog.applications()).containsOnlyKeys("shop");
        assertThat(problems(catalog))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("has 100 folders with 1 targets each"));
    }

    private static String fleet(String pattern, String more) {
        return """
                apiVersion: keelstream.io/v1
                kind: Fleet
                metadata: {name: fleet}
                spec:
                  directories: [%s]
                  targets: [{name: production, path: ., %s}]
                """.formatted(pattern, more);
    }

    private static Catalog catalog(Snapshot snapshot) {
        return Discovery.in(snapshot, "", new Unclaimed()).catalog();
    }

    private static List<Problem> problems(Catalog catalog) {
        return catalog.anonymous().stream()
                .flatMap(each -> each.problems().stream())
                .toList();
    }

    /** Nobody has a name. */
    private static final class Unclaimed implements Claims {
        @Override
        public String nameAt(String base) {
            return "";
        }

        @Override
        public @Nullable String baseOf(String name) {
            return null;
        }

        @Override
        public boolean alone() {
            return true;
        }

        @Override
        public String elsewhere(String name) {
            return "";
        }
    }

    /** Has ten folders in every folder, as deep as folders are read, and the files it is given. */
    private static final class Bomb implements Snapshot {

        private final String id;
        private final Map<String, byte[]> files = new TreeMap<>();
        int folders = 10;

        Bomb(String id) {
            this.id = id;
        }

        Bomb with(String path, String content) {
            files.put(path, content.getBytes(StandardCharsets.UTF_8));
            return this;
        }

        @Override
        public Entry root() {
            return new Entry("", Entry.Kind.FOLDER, id);
        }

        @Override
        public @Nullable Entry find(String path) {
            return path.isEmpty()
                    ? root()
                    : list(new Entry(Paths.parent(path), Entry.Kind.FOLDER, id)).stream()
                            .filter(each -> each.path().equals(path))
                            .findFirst()
                            .orElse(null);
        }

        @Override
        public List<Entry> list(Entry folder) {
            List<Entry> entries = new ArrayList<>();
            boolean given = !folder.path().isEmpty() && !folder.path().startsWith("d");
            for (int i = 0; i < (given ? 0 : folders); i++) {
                String path = Paths.join(folder.path(), "d" + i);
                entries.add(new Entry(path, Entry.folderAt(path), id));
            }
            if (folder.path().startsWith("d")) {
                return entries;
            }
            files.keySet().stream()
                    .filter(each -> Paths.isWithin(folder.path(), each))
                    .map(each -> Paths.relative(folder.path(), each))
                    .map(each -> each.split("/", -1))
                    .map(each -> new Entry(
                            Paths.join(folder.path(), each[0]),
                            each.length > 1 ? Entry.Kind.FOLDER : Entry.Kind.FILE,
                            each[0]))
                    .distinct()
                    .forEach(entries::add);
            return entries;
        }

        @Override
        public long size(Entry file) {
            return read(file).length;
        }

        @Override
        public byte[] read(Entry file) {
            return files.getOrDefault(file.path(), new byte[0]);
        }
    }
}
