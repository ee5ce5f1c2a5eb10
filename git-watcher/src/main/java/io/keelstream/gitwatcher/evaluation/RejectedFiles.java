package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.head.Head.Undecided;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.application.Target;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of the targets that a commit rejects, and since which commit they are what they are: from then on an object may have moved there.
 * Follows from the commit and the records alone, but for a target that is rejected though the commit changes none of its files, of which a new
 * process says that they came with the commit. Used for one commit, by one thread.
 */
final class RejectedFiles {

    /** Before every commit. */
    private static final long ALWAYS = 0;

    private final FolderContent content;
    private final Set<TargetName> unchanged;
    private final long commit;

    /**
     * Those of a commit.
     *
     * @param unchanged targets of which it changes no file
     * @param commit its number
     */
    RejectedFiles(FolderContent content, Set<TargetName> unchanged, long commit) {
        this.content = content;
        this.unchanged = unchanged;
        this.commit = commit;
    }

    /** Those of one that is evaluated. */
    Undecided of(TargetEvaluation evaluation, @Nullable TargetHead head) {
        Undecided known = head == null ? null : head.ending().files();
        Target target = evaluation.target();
        String folder = content.of(
                target.path(),
                target.cluster(),
                target.namespace(),
                target.rendering().toString());
        String inputs = evaluation.inputs().isEmpty() ? null : FolderContent.of(evaluation.inputs());
        if (head == null || known == null) {
            return new Undecided(folder, inputs, isAsBefore(evaluation, head) ? ALWAYS : commit);
        }
        boolean fetched = TargetEvaluation.isLackingSource(head.inputKey()) && !evaluation.lacksSource();
        boolean same = !fetched && known.folder().equals(folder) && (inputs == null || inputs.equals(known.inputs()));
        return new Undecided(folder, inputs == null ? known.inputs() : inputs, same ? known.since() : commit);
    }

    /** Records of versions that do not say since when do not say which files either. */
    private boolean isAsBefore(TargetEvaluation evaluation, @Nullable TargetHead head) {
        return unchanged.contains(evaluation.name())
                || (head != null && head.ending().since() == null && evaluation.isRecordedIn(head));
    }

    /** Since when those are what they are of one that is recorded as rejected; where that is not known, since it is rejected. */
    static long since(TargetHead head) {
        Undecided files = head.ending().files();
        Long since = head.ending().since();
        return files != null ? files.since() : since == null ? ALWAYS : since;
    }
}
