package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The few lines that Git LFS commits in place of a file. They are text like any other, and would be deployed as the file's content.
 * As the <a href="https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md">specification</a> has them, and as older versions wrote them.
 *
 * @param oid SHA-256 of the file; 64 of 0-9 and a-f
 * @param bytes the file's size
 */
public record LfsPointer(String oid, long bytes) {

    /** The specification says that a pointer is smaller than this; bytes. */
    public static final int LARGEST = 1_024;

    private static final Pattern POINTER =
            Pattern.compile("version https://(?:git-lfs\\.github\\.com|hawser\\.github\\.com)"
                    + "/spec/[^\\r\\n]*\\R(?:[^\\r\\n]*\\R)*?oid sha256:([0-9a-f]{64})\\R([\\s\\S]*)");

    private static final Pattern SIZE = Pattern.compile("(?m)^size (\\d{1,18})\\R?");

    /** Files that say what else is read: what a commit is made of follows from the commit alone, so these are in it. */
    private static final Set<String> NEVER = Set.of(
            "keelstream.yaml",
            IgnoreRules.FILE_NAME,
            "kustomization.yaml",
            "kustomization.yml",
            "Kustomization",
            "Chart.yaml",
            "Chart.lock");

    /** Whether the file's content is a pointer. */
    public static boolean is(byte[] content) {
        return matcher(content).isPresent();
    }

    /** The pointer that a file's content is; empty for other content, and for a pointer that does not say the size. */
    public static Optional<LfsPointer> of(byte[] content) {
        return matcher(content).flatMap(pointer -> {
            Matcher size = SIZE.matcher(pointer.group(2));
            return size.find()
                    ? Optional.of(new LfsPointer(pointer.group(1), Long.parseLong(size.group(1))))
                    : Optional.empty();
        });
    }

    /** Whether a file of this name may be in Git LFS where those are fetched. */
    public static boolean mayBe(String name) {
        return !NEVER.contains(name);
    }

    /** The problem of a file that is a pointer. */
    public static Problem problem(String path) {
        return Reason.LFS_POINTER.problem(
                "a Git LFS pointer, not the file itself. Commit the file without LFS, have it fetched (lfs: true of the"
                        + " repository in the installation; never keelstream.yaml, kustomizations, Chart.yaml and "
                        + IgnoreRules.FILE_NAME + "), or leave it out with " + IgnoreRules.FILE_NAME,
                path);
    }

    private static Optional<Matcher> matcher(byte[] content) {
        if (content.length == 0 || content.length >= LARGEST || content[0] != 'v') {
            return Optional.empty();
        }
        Matcher matcher = POINTER.matcher(new String(content, StandardCharsets.ISO_8859_1));
        return matcher.matches() ? Optional.of(matcher) : Optional.empty();
    }
}
