package io.keelstream.standalone.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** Creates the demo repository if there is none. An existing one is never changed. */
public final class DemoRepository {

    private static final String BRANCH = "refs/heads/main";
    private static final String CONTENT = "/demo";
    private static final String CANARY = "/demo-canary";

    private DemoRepository() {}

    /**
     * The bare repository at the folder, with the demo applications on {@code main}.
     *
     * @param canary whether a new one has an application with canary releases too
     */
    public static Path at(Path folder, boolean canary) throws IOException {
        if (!Files.exists(folder)) {
            // Created next to its place and moved: a half-written repository is never used.
            Path part = Files.createTempDirectory(folder.toAbsolutePath().getParent(), "demo");
            create(part, canary);
            Files.move(part, folder);
        }
        return folder;
    }

    private static void create(Path folder, boolean canary) throws IOException {
        try (Repository repository =
                new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build()) {
            repository.create(true);
            try (ObjectInserter inserter = repository.newObjectInserter()) {
                ObjectId commit = commit(inserter, tree(inserter, canary), canary);
                inserter.flush();
                RefUpdate update = repository.updateRef(BRANCH);
                update.setNewObjectId(commit);
                update.update();
            }
            repository.updateRef(Constants.HEAD).link(BRANCH);
        }
    }

    private static ObjectId tree(ObjectInserter inserter, boolean canary) throws IOException {
        DirCache index = DirCache.newInCore();
        DirCacheBuilder builder = index.builder();
        add(CONTENT, inserter, builder);
        if (canary) {
            add(CANARY, inserter, builder);
        }
        builder.finish();
        return index.writeTree(inserter);
    }

    private static void add(String content, ObjectInserter inserter, DirCacheBuilder builder) throws IOException {
        URI place = place(content);
        if (place.getScheme().equals("jar")) {
            try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
                add(jar.getPath(content), inserter, builder);
            }
        } else {
            add(Path.of(place), inserter, builder);
        }
    }

    private static void add(Path root, ObjectInserter inserter, DirCacheBuilder builder) throws IOException {
        for (Path file : files(root)) {
            String name = root.relativize(file).toString().replace('\\', '/');
            DirCacheEntry entry = new DirCacheEntry(name);
            entry.setFileMode(FileMode.REGULAR_FILE);
            entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, Files.readAllBytes(file)));
            builder.add(entry);
        }
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static ObjectId commit(ObjectInserter inserter, ObjectId tree, boolean canary) throws IOException {
        PersonIdent author = new PersonIdent("Keelstream demo", "demo@keelstream.io", Instant.now(), ZoneOffset.UTC);
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setAuthor(author);
        commit.setCommitter(author);
        commit.setMessage(canary ? "Start with five applications" : "Start with four applications");
        return inserter.insert(commit);
    }

    private static URI place(String content) {
        try {
            return Objects.requireNonNull(DemoRepository.class.getResource(content), "the jar holds the demo")
                    .toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path is not made of URIs", e);
        }
    }
}
