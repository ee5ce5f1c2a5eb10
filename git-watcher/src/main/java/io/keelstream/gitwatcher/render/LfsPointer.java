package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Recognises the few lines that Git LFS commits in place of a file. They are text like any other, and would be deployed as
 * the file's content. Stateless.
 */
public final class LfsPointer {

    /** The specification says that a pointer is smaller than this; bytes. */
    private static final int LARGEST = 1_024;

    private static final Pattern POINTER =
            Pattern.compile("version https://(git-lfs\\.github\\.com|hawser\\.github\\.com)"
                    + "/spec/[^\\r\\n]*\\R(?:[^\\r\\n]*\\R)*?oid sha256:[0-9a-f]{64}\\R[\\s\\S]*");

    private LfsPointer() {}

    /** Whether the file's content is a pointer. */
    public static boolean is(byte[] content) {
        return content.length < LARGEST
                && content.length > 0
                && content[0] == 'v'
                && POINTER.matcher(new String(content, StandardCharsets.ISO_8859_1))
                        .matches();
    }

    /** The problem of a file that is a pointer. */
    public static Problem problem(String path) {
        return Reason.LFS_POINTER.problem(
                "a Git LFS pointer, not the file itself; files in Git LFS are not fetched. Commit the file without LFS,"
                        + " or leave it out with " + IgnoreRules.FILE_NAME,
                path);
    }
}
