package io.keelstream.gitwatcher.git;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.Deflater;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/**
 * Copies a commit without its history out of a repository on this machine. Only what differs from the commit before is
 * looked at, and a tree that the clone has is complete there: the work depends on what changed, whereas Git's own protocol
 * walks every tree of the commit before. The copies become visible together, as one pack. Used once.
 */
final class LocalTransfer {

    private final ObjectReader source;
    private final ObjectDirectory clone;
    private final PackInserter copies;
    private final TransferLimit limit;
    private final Set<ObjectId> copied = new HashSet<>();

    private LocalTransfer(ObjectReader source, ObjectDirectory clone, PackInserter copies, TransferLimit limit) {
        this.source = source;
        this.clone = clone;
        this.copies = copies;
        this.limit = limit;
    }

    /**
     * Copies the commit and every file of it that the clone lacks.
     *
     * @param before a commit that is complete in the clone; null where there is none
     * @throws IOException when an object is not there, and when the limit is exceeded
     */
    static void copy(
            Repository from, FileRepository clone, ObjectId commit, @Nullable ObjectId before, TransferLimit limit)
            throws IOException {
        ObjectDirectory objects = clone.getObjectDatabase();
        try (ObjectReader source = from.newObjectReader();
                RevWalk commits = new RevWalk(source);
                TreeWalk walk = new TreeWalk(source);
                PackInserter copies = objects.newPackInserter()) {
            copies.setCompressionLevel(Deflater.BEST_SPEED);
            LocalTransfer transfer = new LocalTransfer(source, objects, copies, limit);
            if (before == null || !source.has(before)) {
                walk.addTree(new EmptyTreeIterator());
            } else {
                walk.addTree(commits.parseCommit(before).getTree());
            }
            ObjectId root = commits.parseCommit(commit).getTree();
            transfer.copy(root, Constants.OBJ_TREE);
            transfer.entries(walk, walk.addTree(root));
            transfer.copy(commit, Constants.OBJ_COMMIT);
            copies.flush();
        }
    }

    private void entries(TreeWalk walk, int now) throws IOException {
        walk.setFilter(TreeFilter.ANY_DIFF);
        while (walk.next()) {
            int mode = walk.getRawMode(now);
            if (FileMode.TREE.equals(mode)) {
                if (copy(walk.getObjectId(now), Constants.OBJ_TREE)) {
                    walk.enterSubtree();
                }
            } else if (mode != 0 && !FileMode.GITLINK.equals(mode)) {
                copy(walk.getObjectId(now), Constants.OBJ_BLOB);
            }
        }
    }

    /** Copies an object; false where it is there already. */
    private boolean copy(AnyObjectId id, int type) throws IOException {
        if (clone.has(id) || !copied.add(id.copy())) {
            return false;
        }
        if (limit.isCancelled()) {
            throw new IOException("the copy of " + id.name() + " was stopped");
        }
        ObjectLoader object = source.open(id, type);
        try (var content = object.openStream()) {
            copies.insert(type, object.getSize(), content);
        }
        return true;
    }
}
