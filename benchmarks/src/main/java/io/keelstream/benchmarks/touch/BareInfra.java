package io.keelstream.benchmarks.touch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;

/**
 * A bare repository of many applications in one folder, with one ConfigMap each. Commits are written into it directly, so
 * that nothing is measured of what {@code git push} itself does with a large repository. Used by one thread.
 */
final class BareInfra implements AutoCloseable {

    static final String NAMESPACE = "figures";

    private static final String MAIN = "refs/heads/main";
    private static final PersonIdent TESTER =
            new PersonIdent("Tester", "tester@example.com", Instant.EPOCH, ZoneOffset.UTC);

    private final FileRepository repository;
    private final DirCache index = DirCache.newInCore();
    private ObjectId prepared = ObjectId.zeroId();

    BareInfra(Path folder) throws IOException {
        repository = new FileRepository(folder.toFile());
        repository.create(true);
        repository.updateRef(Constants.HEAD).link(MAIN);
    }

    String url() {
        return repository.getDirectory().getPath();
    }

    static String application(int number) {
        return String.format(Locale.ROOT, "app-%05d", number);
    }

    /** Writes the applications; {@link #publish} shows them. */
    String start(int applications) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            DirCacheBuilder builder = index.builder();
            for (int number = 0; number < applications; number++) {
                builder.add(entry(number, "keelstream.yaml", inserter.insert(Constants.OBJ_BLOB, file(number))));
                builder.add(entry(number, "value.yaml", inserter.insert(Constants.OBJ_BLOB, value(number, "start"))));
            }
            builder.finish();
            return commit(inserter);
        }
    }

    /** Gives the ConfigMap of one application another value; {@link #publish} shows it. */
    String touch(int number, String value) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId content = inserter.insert(Constants.OBJ_BLOB, value(number, value));
            DirCacheEditor editor = index.editor();
            editor.add(new DirCacheEditor.PathEdit(entry(number, "value.yaml", content)) {
                @Override
                public void apply(DirCacheEntry entry) {
                    entry.setFileMode(FileMode.REGULAR_FILE);
                    entry.setObjectId(content);
                }
            });
            editor.finish();
            return commit(inserter);
        }
    }

    /** Moves the branch to the commit that was written last. */
    void publish() throws IOException {
        RefUpdate update = repository.updateRef(MAIN);
        update.setNewObjectId(prepared);
        update.setForceUpdate(true);
        update.update();
    }

    @Override
    public void close() {
        repository.close();
    }

    private String commit(ObjectInserter inserter) throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(index.writeTree(inserter));
        if (!prepared.equals(ObjectId.zeroId())) {
            commit.setParentId(prepared);
        }
        commit.setAuthor(TESTER);
        commit.setCommitter(TESTER);
        commit.setMessage("Change");
        prepared = inserter.insert(commit);
        inserter.flush();
        return prepared.name();
    }

    private static DirCacheEntry entry(int number, String file, ObjectId content) {
        DirCacheEntry entry = new DirCacheEntry("apps/" + application(number) + "/" + file);
        entry.setFileMode(FileMode.REGULAR_FILE);
        entry.setObjectId(content);
        return entry;
    }

    private static byte[] file(int number) {
        return """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: %s}
            spec: {targets: [{name: production, namespace: %s}]}
            """.formatted(application(number), NAMESPACE).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] value(int number, String value) {
        return """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: %s}
            data: {value: %s}
            """.formatted(application(number), value).getBytes(StandardCharsets.UTF_8);
    }
}
