package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.snapshot.Entry;

/** The limits of one target. A repository is untrusted input: a bomb stops only its own target. */
public final class Limits {

    /** Largest file; bytes. */
    public static final long FILE_BYTES = 2L << 20;

    /** All files of one target, and all rendered objects of one target; bytes. */
    public static final long BUNDLE_BYTES = 10L << 20;

    /** Objects of one target. */
    public static final int OBJECTS = 2_000;

    /** Depth of a YAML document. */
    public static final int DEPTH = 64;

    /** Aliases in a YAML document that stand for maps or lists. */
    public static final int ALIASES = 50;

    /** Values in one document after its aliases are expanded. */
    public static final int NODES = 500_000;

    /** Files and folders below one target's path. */
    public static final int ENTRIES = 20_000;

    private Limits() {}

    /** The problem of a folder whose content is not read. */
    public static Problem tooDeep(String path) {
        return Reason.BUNDLE_TOO_LARGE.problem(
                "a folder inside " + Entry.DEEPEST + " others; nothing in it is read. Move it up, or leave it out with "
                        + IgnoreRules.FILE_NAME,
                path);
    }

    /** The problem of a file of this many bytes. */
    public static Problem tooLarge(String path, long size) {
        return Reason.FILE_TOO_LARGE.problem(
                size + " bytes; at most " + FILE_BYTES + " (2 MiB) are allowed in one file. Split it", path);
    }
}
