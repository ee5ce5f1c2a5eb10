package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.yaml.Quotable;
import java.nio.charset.StandardCharsets;

/** Says of an entry why it is not read: where a link leads, that a submodule is a link to another repository, that a name is
 * dangerous. Stateless. */
public final class LinkProblem {

    private static final int LONGEST = 4_096;
    private static final String LEAVE_OUT = ", or leave it out with " + IgnoreRules.FILE_NAME;

    private LinkProblem() {}

    /** The problem of a link. */
    public static Problem of(Snapshot snapshot, Entry link) {
        String to = snapshot.size(link) > LONGEST ? "..." : new String(snapshot.read(link), StandardCharsets.UTF_8);
        boolean outside = Paths.resolve(Paths.parent(link.path()), to) == null;
        String remedy = outside
                ? "which leaves the repository; links are never followed. Remove it"
                : "and links are never followed. Put the file itself here";
        return Reason.LINK.problem("a link to '" + Quotable.path(to) + "', " + remedy + LEAVE_OUT, link.path());
    }

    /** The problem of an entry whose name cannot be trusted. */
    public static Problem unsafe(Entry entry) {
        return Reason.UNSAFE_ENTRY.problem(
                "the name '" + entry.name()
                        + "' is dangerous to read, or stands here twice, and Git does not write such an entry;"
                        + " remove it in a new commit" + LEAVE_OUT,
                entry.path());
    }

    /** The problem of an entry that is not what its folder says. */
    public static Problem malformed(String path) {
        return Reason.UNSAFE_ENTRY.problem(
                "the entry is not what its folder says (a folder that is a file, or the other way round), and Git does"
                        + " not write such a thing; write it anew in a new commit",
                path);
    }

    /** The problem of a file that is not here. */
    public static Problem unfetched(Entry entry) {
        return Reason.SOURCE_NOT_ALLOWED.problem(
                "a file whose folder is not fetched of this repository; have its folder added to"
                        + " keelstream.repositories[].folders" + LEAVE_OUT,
                entry.path());
    }

    /** The problem of a submodule whose files are not here. */
    public static Problem submodule(Snapshot snapshot, Entry entry) {
        Problem why = snapshot.absent().get(entry.path());
        return why == null
                ? Reason.LINK.problem(
                        "a submodule, and submodules are not read. Copy its files here, have it fetched (submodules:"
                                + " true of the repository in the installation, with its address in"
                                + " .gitmodules)" + LEAVE_OUT,
                        entry.path())
                : why;
    }
}
