package io.keelstream.gitwatcher.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.gitwatcher.snapshot.Entry;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.Test;

class CommitSnapshotTests {

    private static final int PLACES = 600;
    private static final int FILES = 500;

    private final InMemoryRepository repository = new InMemoryRepository(new DfsRepositoryDescription("many"));

    @Test
    void ofAFolderInManyPlacesOnlyABoundedPartIsKeptAndAllIsRead() throws IOException {
        // Given
        CommitSnapshot snapshot = new CommitSnapshot(repository, oneFolderInManyPlaces());

        // When
        List<Entry> places = snapshot.list(snapshot.root());
        int read = places.stream().mapToInt(each -> snapshot.list(each).size()).sum();

        // Then
        assertThat(read).isEqualTo(PLACES * FILES);
        assertThat(snapshot.kept()).isBetween(200_000, 200_000 + FILES);
        assertThat(snapshot.find("place-%d/file-%d".formatted(PLACES - 1, FILES - 1)))
                .isNotNull();
    }

    private ObjectId oneFolderInManyPlaces() throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId empty = inserter.insert(Constants.OBJ_BLOB, new byte[0]);
            ObjectId folder = inserter.insert(tree("file-", FILES, FileMode.REGULAR_FILE, empty));
            ObjectId root = inserter.insert(tree("place-", PLACES, FileMode.TREE, folder));
            inserter.flush();
            return root;
        }
    }

    private static TreeFormatter tree(String name, int count, FileMode mode, ObjectId id) {
        TreeFormatter tree = new TreeFormatter();
        for (int number = 0; number < count; number++) {
            tree.append(name + number, mode, id);
        }
        return tree;
    }
}
