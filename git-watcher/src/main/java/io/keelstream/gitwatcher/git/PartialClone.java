package io.keelstream.gitwatcher.git;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.Deflater;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.ObjectStream;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.FilterSpec;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * A clone that has every folder of its commits, and the files of some folders alone: for repositories of which little is deployed. Commits
 * are fetched with Git's filter {@code blob:none}, and then the files that are wanted, by their ids. JGit fetches nothing by itself when it
 * is read, so what is not wanted is never read. Confined to the thread of its ref.
 */
final class PartialClone {

    private static final int AT_ONCE = 10_000;

    private final FileRepository clone;
    private final FetchedFolders wanted;

    PartialClone(FileRepository clone, FetchedFolders wanted) {
        this.clone = clone;
        this.wanted = wanted;
    }

    boolean isPartial() {
        return !wanted.isAll();
    }

    /** Has the server leave files out of a transfer. */
    void filter(Transport transport) throws IOException {
        if (isPartial()) {
            transport.setFilterSpec(FilterSpec.fromFilterLine("blob:none"));
        }
    }

    /**
     * Fetches the files of a commit that are wanted and not here. The server is not told what is: of a commit that it took for complete here
     * it would leave out the very files.
     *
     * @param ref the ref that was asked for, so that others are not listed
     * @param before a commit whose wanted files are here; null without one
     */
    void files(Connections connections, Look.At ref, @Nullable ObjectId before, TransferLimit limit)
            throws IOException {
        if (!isPartial()) {
            return;
        }
        List<ObjectId> absent = CompleteTree.absent(clone, ref.commit(), before, wanted);
        for (int from = 0; from < absent.size(); from += AT_ONCE) {
            List<Ref> asked = absent.subList(from, Math.min(absent.size(), from + AT_ONCE)).stream()
                    .<Ref>map(id -> new ObjectIdRef.Unpeeled(Ref.Storage.NETWORK, id.name(), id))
                    .toList();
            try (Repository nothing = withoutRefs();
                    Transport transport = connections.open(nothing);
                    FetchConnection connection = transport.openFetch(List.of(new RefSpec(ref.ref())))) {
                connection.fetch(limit, asked, Set.of());
            }
        }
    }

    /** The same objects in a repository that has no refs, so that nothing is said of them. */
    private Repository withoutRefs() throws IOException {
        return new FileRepositoryBuilder()
                .setBare()
                .setGitDir(new File(clone.getDirectory(), "wants.git"))
                .setObjectDirectory(clone.getObjectsDirectory())
                .build();
    }

    /**
     * Joins the packs into one that has the commit, its folders and what is wanted of its files. JGit's own packing takes what was never
     * fetched for lost.
     *
     * @param kept the commit that stays
     */
    void pack(ObjectId kept) throws IOException {
        Set<String> before = new HashSet<>();
        clone.getObjectDatabase().getPacks().forEach(each -> before.add(each.getPackName()));
        try (ObjectReader reader = clone.newObjectReader();
                RevWalk commits = new RevWalk(reader);
                TreeWalk walk = new TreeWalk(reader);
                PackInserter all = clone.getObjectDatabase().newPackInserter()) {
            all.checkExisting(false);
            all.setCompressionLevel(Deflater.BEST_SPEED);
            Copy copy = new Copy(reader, all);
            ObjectId tree = commits.parseCommit(kept).getTree();
            copy.of(kept, Constants.OBJ_COMMIT);
            copy.of(tree, Constants.OBJ_TREE);
            walk.addTree(tree);
            while (walk.next()) {
                int mode = walk.getRawMode(0);
                if (FileMode.TREE.equals(mode)) {
                    copy.of(walk.getObjectId(0), Constants.OBJ_TREE);
                    walk.enterSubtree();
                } else if (!FileMode.GITLINK.equals(mode) && wanted.test(walk.getPathString())) {
                    copy.of(walk.getObjectId(0), Constants.OBJ_BLOB);
                }
            }
            all.flush();
        }
        clone.getObjectDatabase().setShallowCommits(Set.of(kept));
        clone.getObjectDatabase().close();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(clone.getObjectsDirectory().toPath().resolve("pack"), "pack-*")) {
            for (Path file : files) {
                String name =
                        file.getFileName().toString().replaceFirst("^pack-", "").replaceFirst("\\..*$", "");
                if (before.contains(name)) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Writes objects, each once. */
    private record Copy(ObjectReader from, PackInserter to, Set<ObjectId> done) {

        Copy(ObjectReader from, PackInserter to) {
            this(from, to, new HashSet<>());
        }

        void of(ObjectId id, int type) throws IOException {
            if (done.add(id.copy())) {
                ObjectLoader object = from.open(id, type);
                try (ObjectStream content = object.openStream()) {
                    to.insert(type, object.getSize(), content);
                }
            }
        }
    }
}
