package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.revision.Problem;
import java.util.List;

/** What came of a render. */
public sealed interface RenderResult {

    /**
     * It worked.
     *
     * @param renderer name of the renderer that ran
     * @param objects in the order in which they were written
     * @param warnings what a person should know although nothing is wrong
     */
    record Rendered(String renderer, List<SourceObject> objects, List<Problem> warnings) implements RenderResult {

        public Rendered {
            objects = List.copyOf(objects);
            warnings = List.copyOf(warnings);
        }
    }

    /** It did not; at least one problem says why. */
    record Refused(List<Problem> problems) implements RenderResult {

        public Refused {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("a refused render says why");
            }
        }
    }

    /** A render refused for one problem. */
    static Refused refused(Problem problem) {
        return new Refused(List.of(problem));
    }
}
