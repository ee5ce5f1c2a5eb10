package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.revision.Problem;
import java.util.List;

/** The result of reading one {@code keelstream.yaml}. */
public sealed interface ApplicationFile {

    /** One application. */
    record One(Application application) implements ApplicationFile {}

    /** A generator of applications. */
    record Many(Fleet fleet) implements ApplicationFile {}

    /**
     * A file that cannot be used. The names, as far as they could be read, only identify the targets whose revision is
     * rejected.
     *
     * @param file the file
     * @param name the application's name; empty when unreadable
     * @param targets names of its targets
     * @param problems everything that is wrong
     */
    record Unusable(String file, String name, List<String> targets, List<Problem> problems) implements ApplicationFile {

        public Unusable {
            targets = List.copyOf(targets);
            problems = List.copyOf(problems);
        }
    }
}
