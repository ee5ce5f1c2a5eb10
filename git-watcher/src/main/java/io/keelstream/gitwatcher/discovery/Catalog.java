package io.keelstream.gitwatcher.discovery;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.ApplicationFile;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The applications of one commit after names are settled.
 *
 * @param applications by name
 * @param unusable files whose application is known by name but cannot be used, by that name
 * @param refusals what was left out, and whose targets it would have been
 * @param anonymous unusable files of which it is not known which application they are
 */
public record Catalog(
        SortedMap<String, Application> applications,
        SortedMap<String, ApplicationFile.Unusable> unusable,
        List<Refusal> refusals,
        List<ApplicationFile.Unusable> anonymous) {

    public Catalog {
        applications = Collections.unmodifiableSortedMap(applications);
        unusable = Collections.unmodifiableSortedMap(unusable);
        refusals = List.copyOf(refusals);
        anonymous = List.copyOf(anonymous);
    }

    /** A catalog of nothing. */
    public static Catalog empty() {
        return new Catalog(new TreeMap<>(), new TreeMap<>(), List.of(), List.of());
    }

    /**
     * An application that may not use its name.
     *
     * @param application the name
     * @param targets names of the targets it wanted
     * @param problem why
     */
    public record Refusal(String application, List<String> targets, Problem problem) {

        public Refusal {
            targets = List.copyOf(targets);
        }
    }
}
