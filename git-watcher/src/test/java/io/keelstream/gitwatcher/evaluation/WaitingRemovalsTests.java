package io.keelstream.gitwatcher.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.application.ApplicationFile;
import io.keelstream.gitwatcher.discovery.Catalog;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which removals wait for files that cannot be read. */
class WaitingRemovalsTests {

    private static final TargetName SHOP = new TargetName("production", "shop");

    @TempDir
    Path folder;

    @Test
    void everythingWaitsWhereNotAllFilesAreRead() {
        assertThat(waiting(false)).containsOnlyKeys(SHOP);
    }

    @Test
    void whatNoUnreadableFileCanBeIsGone() {
        assertThat(waiting(true)).isEmpty();
    }

    private Map<TargetName, ?> waiting(boolean complete) {
        ApplicationFile.Unusable unread =
                new ApplicationFile.Unusable("elsewhere/keelstream.yaml", "", List.of(), List.of());
        Catalog catalog =
                new Catalog(new TreeMap<>(), new TreeMap<>(), List.of(), List.of(unread), complete, new TreeMap<>());
        try (GitFixture git = new GitFixture(folder.resolve("infra.git"))) {
            return WaitingRemovals.among(
                            Set.of(SHOP), new ApplicationTenants(Map.of(), catalog, _ -> ""), git.snapshot())
                    .files();
        }
    }
}
