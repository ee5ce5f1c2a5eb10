package io.keelstream.gitwatcher.discovery;

import io.keelstream.gitwatcher.application.ApplicationFile;
import io.keelstream.gitwatcher.snapshot.Difference;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.util.List;

/**
 * The applications of one commit with what they were found in. Those of the next commit follow from the differences: a
 * commit that changes no application, as most do, keeps the catalog, and finding that out costs as much as the commit
 * changes, however many applications there are.
 *
 * @param snapshot the commit's files
 * @param files its application files
 * @param fleets whether one of them is a fleet, so that folders matter
 * @param catalog its applications
 * @param changed whether they may be others than those of the commit before; true without one
 */
public record Discovery(Snapshot snapshot, Discovered files, boolean fleets, Catalog catalog, boolean changed) {

    /** Walks a whole commit below a root folder. */
    public static Discovery in(Snapshot snapshot, String root, Claims claims) {
        return built(snapshot, Discovered.in(snapshot, root), claims);
    }

    /** The applications of the commit that differs from this one's as the differences say. */
    public Discovery after(Snapshot next, List<Difference> differences, Claims claims) {
        boolean same = !files.concerned(next, differences) && !foldersChanged(next, differences) && namesStand(claims);
        return same
                ? new Discovery(next, files, fleets, catalog, false)
                : built(next, files.after(next, differences), claims);
    }

    private static Discovery built(Snapshot snapshot, Discovered files, Claims claims) {
        boolean fleets = files.files().values().stream().anyMatch(ApplicationFile.Many.class::isInstance);
        return new Discovery(snapshot, files, fleets, CatalogBuilder.build(snapshot, files, claims), true);
    }

    /**
     * Whether every name still belongs to whom it did. The name of a rejected claim may have been released by another ref
     * meanwhile; that of a file without usable targets is held by nobody between two commits.
     */
    private boolean namesStand(Claims claims) {
        return catalog.rejectedClaims().isEmpty()
                && catalog.unusable().keySet().stream()
                        .allMatch(name -> claims.elsewhere(name).isEmpty());
    }

    /** Whether a folder that a fleet may take appeared or went. */
    private boolean foldersChanged(Snapshot next, List<Difference> differences) {
        return fleets
                && differences.stream()
                        .filter(each -> each.before() == null || each.after() == null)
                        .anyMatch(each -> folderChanged(next, each.path()));
    }

    private boolean folderChanged(Snapshot next, String path) {
        return !path.isEmpty()
                && (isFolder(snapshot, path) != isFolder(next, path) || folderChanged(next, Paths.parent(path)));
    }

    private static boolean isFolder(Snapshot snapshot, String path) {
        Entry entry = snapshot.find(path);
        return entry != null && entry.isFolder();
    }
}
