package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.kubernetes.yaml.YamlLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

    /** Values in the files of one target, or in the output of its renderer: maps, lists and scalars, aliases written out. */
    public static final int VALUES = 500_000;

    /** Files and folders below one target's path. */
    public static final int ENTRIES = 20_000;

    /** How long the files of one target may be read. */
    static final Duration TIME = Duration.ofSeconds(20);

    /** Problems that are kept of one target. */
    private static final int PROBLEMS = 50;

    private Limits() {}

    /** Limits of one YAML file. */
    public static YamlLimits ofFile() {
        return new YamlLimits((int) FILE_BYTES, DEPTH, ALIASES, VALUES);
    }

    /** The problem of content that is more than a target may have; what it has too much of, and where that was noticed. */
    public static Problem tooMuch(String what, String where) {
        return Reason.BUNDLE_TOO_LARGE.problem(what + " in one target. Split it", where);
    }

    /** The first of many problems, and how many more there are. */
    public static List<Problem> cut(List<Problem> problems) {
        if (problems.size() <= PROBLEMS) {
            return problems;
        }
        List<Problem> first = new ArrayList<>(problems.subList(0, PROBLEMS - 1));
        Problem last = problems.get(PROBLEMS - 1);
        first.add(
                new Problem(last.reason(), "and " + (problems.size() - PROBLEMS + 1) + " more problems", last.where()));
        return first;
    }

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
