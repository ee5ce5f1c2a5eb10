package io.keelstream.gitwatcher.discovery;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
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
 * @param dependencies the targets that depend on something that does not exist, or on themselves, and why
 */
public record Catalog(
        SortedMap<String, Application> applications,
        SortedMap<String, ApplicationFile.Unusable> unusable,
        List<RejectedClaim> rejectedClaims,
        List<ApplicationFile.Unusable> anonymous,
        boolean complete,
        SortedMap<TargetName, Problem> dependencies) {

    public Catalog {
        applications = Collections.unmodifiableSortedMap(applications);
        unusable = Collections.unmodifiableSortedMap(unusable);
        rejectedClaims = List.copyOf(rejectedClaims);
        anonymous = List.copyOf(anonymous);
        dependencies = Collections.unmodifiableSortedMap(dependencies);
    }

    /** An empty catalog. */
    public static Catalog empty() {
        return new Catalog(new TreeMap<>(), new TreeMap<>(), List.of(), List.of(), true, new TreeMap<>());
    }

    /** Whether this ref has the name, perhaps in a file that cannot be used. */
    public boolean has(String application) {
        return applications.containsKey(application) || unusable.containsKey(application);
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
