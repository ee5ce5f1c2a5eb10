package io.keelstream.gitwatcher.git;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/** What is watched of a repository. */
public sealed interface WantedRef {

    /** A full ref name, or HEAD. */
    record Named(String name) implements WantedRef {}

    /** A commit that never changes. */
    record Pinned(ObjectId commit) implements WantedRef {}

    /** The tag with the greatest version in a range. */
    record Newest(VersionRange range) implements WantedRef {

        /** The full name of the greatest tag among some; empty where none is in the range. */
        Optional<String> of(Iterable<String> refs) {
            Map.Entry<Version, String> greatest = null;
            for (String ref : refs) {
                Version version = ref.startsWith(Constants.R_TAGS)
                        ? Version.parse(ref.substring(Constants.R_TAGS.length()))
                                .orElse(null)
                        : null;
                if (version != null
                        && range.contains(version)
                        && (greatest == null
                                || Map.Entry.<Version, String>comparingByKey()
                                                .thenComparing(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                                                .compare(Map.entry(version, ref), greatest)
                                        > 0)) {
                    greatest = Map.entry(version, ref);
                }
            }
            return Optional.ofNullable(greatest).map(Map.Entry::getValue);
        }
    }

    /** How a range begins. */
    String SEMVER = "semver:";

    /** The name of a commit. */
    String COMMIT = "[0-9a-f]{40}";

    /** What is written, with the full name of a branch where a short name is. */
    static String full(String written) {
        boolean whole = written.equals(Constants.HEAD)
                || written.startsWith("refs/")
                || written.startsWith(SEMVER)
                || written.matches(COMMIT);
        return whole ? written : Constants.R_HEADS + written;
    }

    /** What a configured text means; empty where it means nothing. */
    static Optional<WantedRef> parse(String text) {
        if (text.startsWith(SEMVER)) {
            return VersionRange.parse(text.substring(SEMVER.length())).map(Newest::new);
        }
        if (text.matches(COMMIT)) {
            return Optional.of(new Pinned(ObjectId.fromString(text)));
        }
        boolean named = text.equals(Constants.HEAD) || (text.startsWith("refs/") && Repository.isValidRefName(text));
        return named ? Optional.of(new Named(text)) : Optional.empty();
    }
}
