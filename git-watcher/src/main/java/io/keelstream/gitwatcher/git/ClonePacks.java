package io.keelstream.gitwatcher.git;

import java.io.IOException;
import java.text.ParseException;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.GC;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.pack.PackConfig;

/**
 * Every fetch leaves a pack, and every lookup searches every pack. Packing costs as much as the repository is large, so the
 * packs are joined when they have grown by twice as much as the repository is large: then each fetch bears the cost of
 * what it brought. Only the kept commit stays; its history is cut off, as that of a first fetch is, unless it is needed. Stateless.
 */
final class ClonePacks {

    private static final int FEW = 50;
    private static final int MANY = 500;

    private ClonePacks() {}

    /** Keeps JGit from packing by itself after a fetch, in a thread of its own that would interfere. */
    static void only(FileRepository repository) {
        StoredConfig config = repository.getConfig();
        config.setInt("gc", null, "auto", 0);
        config.setInt("gc", null, "autoPackLimit", 0);
        // nobody else writes here, so what is left over can go at once: JGit would keep every pack for an hour
        config.setString("gc", null, "pruneExpire", "now");
        config.setString("gc", null, "prunePackExpire", "now");
    }

    /** Whether the packs have grown so much that they should be joined. */
    static boolean worthwhile(FileRepository repository) {
        Collection<Pack> packs = repository.getObjectDatabase().getPacks();
        if (packs.size() < FEW) {
            return false;
        }
        long largest = 0;
        long all = 0;
        for (Pack pack : packs) {
            long bytes = pack.getPackFile().length();
            largest = Math.max(largest, bytes);
            all += bytes;
        }
        return packs.size() >= MANY || all - largest >= 2 * largest;
    }

    /**
     * Joins the packs.
     *
     * @param kept the commit that stays; no ref may point to another one
     * @param history whether the commits before it stay too
     */
    static void pack(FileRepository repository, ObjectId kept, boolean history) throws IOException {
        if (!history) {
            repository.getObjectDatabase().setShallowCommits(Set.of(kept));
        }
        PackConfig packing = new PackConfig(repository);
        packing.setDeltaCompress(false);
        packing.setBuildBitmaps(false);
        GC gc = new GC(repository);
        gc.setPackConfig(packing);
        try {
            gc.gc().get();
        } catch (ParseException | ExecutionException | GitAPIException e) {
            throw new IOException("the clone cannot be packed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
