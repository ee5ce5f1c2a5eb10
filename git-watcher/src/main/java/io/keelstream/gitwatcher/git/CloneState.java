package io.keelstream.gitwatcher.git;

import java.io.File;
import java.io.IOException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.util.FileUtils;

/** Whether a clone on disk is whole. It only repeats what the repository has, so one that is not is deleted and made again. Stateless. */
final class CloneState {

    private static final System.Logger LOG = System.getLogger(CloneState.class.getName());

    private static final String SECTION = "keelstream";
    private static final String FOLDERS = "folders";

    private CloneState() {}

    /** Whether it can be opened. */
    static boolean opens(File bare) {
        return holds(bare, clone -> {});
    }

    /** Whether it can be opened and everything that is wanted of the commit that it keeps is there; also where it keeps none. */
    static boolean isWhole(File bare, String kept, FetchedFolders wanted) {
        return holds(bare, clone -> {
            Ref ref = clone.exactRef(kept);
            if (ref != null && ref.getObjectId() != null) {
                CompleteTree.check(clone, ref.getObjectId(), null, wanted);
            }
        });
    }

    /** Whether it was made for the folders that are wanted; what was wanted otherwise may be missing in it. */
    static boolean isFor(File bare, FetchedFolders wanted) {
        return holds(bare, clone -> {
            String made = clone.getConfig().getString(SECTION, null, FOLDERS);
            if (!wanted.text().equals(made == null ? "" : made)) {
                throw new IOException("made for other folders");
            }
        });
    }

    /** Notes the folders for which it is made. */
    static void note(FileRepository clone, FetchedFolders wanted) throws IOException {
        if (!wanted.isAll()) {
            clone.getConfig().setString(SECTION, null, FOLDERS, wanted.text());
            clone.getConfig().save();
        }
    }

    /** Something that throws where a clone is damaged. */
    @FunctionalInterface
    private interface Check {
        void of(FileRepository clone) throws IOException;
    }

    private static boolean holds(File bare, Check check) {
        try (FileRepository clone = new FileRepository(bare)) {
            clone.getConfig().load();
            check.of(clone);
            return clone.getObjectDatabase().exists();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.DEBUG, "The clone " + bare + " is not whole", e);
            return false;
        }
    }

    static void delete(File bare) throws IOException {
        if (bare.exists()) {
            LOG.log(System.Logger.Level.WARNING, "The clone " + bare + " is damaged and is made again");
            FileUtils.delete(bare, FileUtils.RECURSIVE | FileUtils.SKIP_MISSING | FileUtils.RETRY);
        }
    }
}
