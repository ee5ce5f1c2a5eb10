package io.keelstream.e2e.hostile;

import io.keelstream.e2e.system.Manifests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** A bare repository of a stranger's application and its neighbour {@code good}. Used by one thread. */
final class HostileRepository implements AutoCloseable {

    private static final String USUAL =
            "author Ada <ada@example.com> 1700000000 +0000\ncommitter Ada <ada@example.com> 1700000000 +0000";

    private final Git git;
    private final Repository repository;
    private @Nullable ObjectId hostile;
    private @Nullable ObjectId good;

    HostileRepository(Path folder) throws GitAPIException {
        git = Git.init()
                .setBare(true)
                .setInitialBranch("main")
                .setDirectory(folder.toFile())
                .call();
        repository = git.getRepository();
    }

    /** Its URL for Keelstream. */
    String url() {
        return repository.getDirectory().getAbsolutePath();
    }

    /** Pushes the stranger's commit. */
    void push(HostileInput input) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            hostile = input.folder().write(new Trees(inserter));
            commit(inserter, input.headers(), input.message());
        }
    }

    /** Pushes the neighbour's next value; the commit's id. */
    String push(int value) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            TreeMap<String, byte[]> files = new TreeMap<>();
            files.put("keelstream.yaml", Manifests.application("good").getBytes(StandardCharsets.UTF_8));
            files.put(
                    "settings.yaml",
                    Manifests.configMap("settings", String.valueOf(value)).getBytes(StandardCharsets.UTF_8));
            good = new Trees(inserter).folder(files);
            return commit(inserter, "", "Change the neighbour\n");
        }
    }

    private String commit(ObjectInserter inserter, String headers, String message) throws IOException {
        Trees trees = new Trees(inserter);
        List<Trees.Line> lines = new ArrayList<>();
        if (good != null) {
            lines.add(new Trees.Line("40000", "good", good));
        }
        if (hostile != null) {
            lines.add(new Trees.Line("40000", "hostile", hostile));
        }
        ObjectId parent = repository.resolve(Constants.R_HEADS + "main");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String head = "tree " + trees.tree(lines.toArray(Trees.Line[]::new)).name() + "\n"
                + (parent == null ? "" : "parent " + parent.name() + "\n") + (headers.isEmpty() ? USUAL : headers)
                + "\n\n";
        bytes.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(message.getBytes(StandardCharsets.ISO_8859_1));
        ObjectId commit = inserter.insert(Constants.OBJ_COMMIT, bytes.toByteArray());
        inserter.flush();
        RefUpdate update = repository.updateRef(Constants.R_HEADS + "main");
        update.setNewObjectId(commit);
        update.setForceUpdate(true);
        update.forceUpdate();
        return commit.name();
    }

    @Override
    public void close() {
        git.close();
    }
}
