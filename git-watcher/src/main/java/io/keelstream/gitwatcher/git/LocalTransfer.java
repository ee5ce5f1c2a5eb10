package io.keelstream.gitwatcher.git;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * Copies a commit without its history out of a repository on this machine. A tree that the clone has is complete there, so
 * only those that it lacks are entered: the work depends on what changed, whereas Git's own protocol walks every tree of
 * the commit before. The copies become visible together, as one pack. Used once.
 */
final class LocalTransfer {

    private final ObjectReader source;
    private final ObjectDirectory clone;
    private final PackInserter copies;
    private final TransferLimit limit;
    private final Set<ObjectId> copied = new HashSet<>();
    private final Deque<ObjectId> trees = new ArrayDeque<>();

    private LocalTransfer(ObjectReader source, ObjectDirectory clone, PackInserter copies, TransferLimit limit) {
        this.source = source;
        this.clone = clone;
        this.copies = copies;
        this.limit = limit;
    }

    /**
     * Copies the commit and every file of it that the clone lacks.
     *
     * @throws IOException when an object is not there, and when the limit is exceeded
     */
    static void copy(Repository from, FileRepository clone, ObjectId commit, TransferLimit limit) throws IOException {
        ObjectDirectory objects = clone.getObjectDatabase();
        try (ObjectReader source = from.newObjectReader();
                RevWalk walk = new RevWalk(source);
                PackInserter copies = objects.newPackInserter()) {
            LocalTransfer transfer = new LocalTransfer(source, objects, copies, limit);
            transfer.tree(walk.parseCommit(commit).getTree());
            transfer.copy(commit, Constants.OBJ_COMMIT);
            copies.flush();
        }
    }

    private void tree(ObjectId root) throws IOException {
        enter(root);
        while (!trees.isEmpty()) {
            ObjectId tree = trees.pop();
            byte[] content = source.open(tree, Constants.OBJ_TREE).getCachedBytes(Integer.MAX_VALUE);
            copies.insert(Constants.OBJ_TREE, content);
            CanonicalTreeParser parser = new CanonicalTreeParser();
            for (parser.reset(content); !parser.eof(); parser.next()) {
                entry(parser.getEntryRawMode(), parser.getEntryObjectId());
            }
        }
    }

    private void entry(int mode, ObjectId id) throws IOException {
        if (FileMode.TREE.equals(mode)) {
            enter(id);
        } else if (!FileMode.GITLINK.equals(mode)) {
            copy(id, Constants.OBJ_BLOB);
        }
    }

    private void enter(ObjectId tree) {
        if (lacks(tree)) {
            trees.push(tree);
        }
    }

    private void copy(ObjectId id, int type) throws IOException {
        if (lacks(id)) {
            if (limit.isCancelled()) {
                throw new IOException("the copy of " + id.name() + " was stopped");
            }
            ObjectLoader object = source.open(id, type);
            try (var content = object.openStream()) {
                copies.insert(type, object.getSize(), content);
            }
        }
    }

    private boolean lacks(ObjectId id) {
        return !clone.has(id) && copied.add(id);
    }
}
