package io.keelstream.gitwatcher.discovery;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.ApplicationFile;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The applications of one commit after name conflicts are resolved.
 *
 * @param applications by name
 * @param unusable files whose application is known by name but cannot be used, by that name
 * @param rejectedClaims what was rejected, with the targets concerned
 * @param anonymous unusable files whose application is unknown
 * @param complete whether there are no other files than those
 */
public record Catalog(
        SortedMap<String, Application> applications,
        SortedMap<String, ApplicationFile.Unusable> unusable,
        List<RejectedClaim> rejectedClaims,
        List<ApplicationFile.Unusable> anonymous,
        boolean complete) {

    public Catalog {
        applications = Collections.unmodifiableSortedMap(applications);
        unusable = Collections.unmodifiableSortedMap(unusable);
        rejectedClaims = List.copyOf(rejectedClaims);
        anonymous = List.copyOf(anonymous);
    }

    /** An empty catalog. */
    public static Catalog empty() {
        return new Catalog(new TreeMap<>(), new TreeMap<>(), List.of(), List.of(), true);
    }

    /**
     * An application that may not use its name.
     *
     * @param application the name
     * @param targets names of its targets
     * @param problem why
     */
    public record RejectedClaim(String application, List<String> targets, Problem problem) {

        public RejectedClaim {
            targets = List.copyOf(targets);
        }
    }
}
