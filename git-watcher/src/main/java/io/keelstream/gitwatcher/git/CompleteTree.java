package io.keelstream.gitwatcher.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdSubclassMap;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/**
 * Checks that nothing of a commit is missing in a clone where the commit before is complete: only what differs is looked
 * at. JGit's own check after a fetch reads every tree of the commit before, and does not know the boundary that a shallow
 * fetch has just drawn. Stateless.
 */
final class CompleteTree {

    private static final System.Logger LOG = System.getLogger(CompleteTree.class.getName());

    private CompleteTree() {}

    /**
     * Reads every tree that is new, and asks for every file that is; each once, in however many places it is.
     *
     * @param before a complete commit; null where there is none
     * @param wanted the files that have to be here
     * @throws MissingObjectException naming what is missing
     */
    static void check(Repository clone, ObjectId commit, @Nullable ObjectId before, FetchedFolders wanted)
            throws IOException {
        List<ObjectId> absent = absent(clone, commit, before, wanted);
        if (!absent.isEmpty()) {
            throw new MissingObjectException(absent.getFirst(), Constants.OBJ_BLOB);
        }
    }

    /**
     * The files that are wanted and not here, each once.
     *
     * @throws MissingObjectException naming a folder that is missing
     */
    static List<ObjectId> absent(Repository clone, ObjectId commit, @Nullable ObjectId before, FetchedFolders wanted)
            throws IOException {
        List<ObjectId> absent = new ArrayList<>();
        try (ObjectReader reader = clone.newObjectReader();
                RevWalk commits = new RevWalk(reader);
                TreeWalk walk = new TreeWalk(reader)) {
            if (before == null) {
                walk.addTree(new EmptyTreeIterator());
            } else {
                walk.addTree(commits.parseCommit(before).getTree());
            }
            int now = walk.addTree(commits.parseCommit(commit).getTree());
            walk.setFilter(TreeFilter.ANY_DIFF);
            ObjectIdSubclassMap<ObjectId> wantedOnes = new ObjectIdSubclassMap<>();
            ObjectIdSubclassMap<ObjectId> others = new ObjectIdSubclassMap<>();
            while (walk.next()) {
                int mode = walk.getRawMode(now);
                ObjectId id = walk.getObjectId(now);
                if (mode == 0 || FileMode.GITLINK.equals(mode)) {
                    continue;
                }
                String path = wanted.isAll() ? "" : walk.getPathString();
                boolean folder = FileMode.TREE.equals(mode);
                boolean here = wanted.test(path);
                // the same folder may be in a place whose files are wanted, and in another one
                ObjectIdSubclassMap<ObjectId> seen = here ? wantedOnes : others;
                boolean again = seen.contains(id);
                if (!again) {
                    seen.add(id);
                }
                if (folder && (!again || wanted.isMixed(path))) {
                    enter(walk);
                } else if (!folder && here && !again && !reader.has(id)) {
                    absent.add(id);
                }
            }
        }
        return absent;
    }

    /** Reading the commit tells what is wrong with a folder that is none. */
    private static void enter(TreeWalk walk) throws IOException {
        try {
            walk.enterSubtree();
        } catch (IncorrectObjectTypeException e) {
            LOG.log(System.Logger.Level.DEBUG, "A folder that is none is not entered", e);
        }
    }
}
