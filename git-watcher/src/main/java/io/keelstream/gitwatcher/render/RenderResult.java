package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.revision.Problem;
import java.util.List;

/** The result of a render. */
public sealed interface RenderResult {

    /**
     * The render succeeded.
     *
     * @param renderer name of the renderer that ran
     * @param objects in the order in which they were written
     * @param warnings what users should know although the render succeeded
     */
    record Rendered(String renderer, List<SourceObject> objects, List<Problem> warnings) implements RenderResult {

        public Rendered {
            objects = List.copyOf(objects);
            warnings = List.copyOf(warnings);
        }
    }

    /** The render failed; at least one problem says why. */
    record Refused(List<Problem> problems) implements RenderResult {

        public Refused {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("a refused render says why");
            }
        }
    }

    /** A failed render with one problem. */
    static Refused refused(Problem problem) {
        return new Refused(List.of(problem));
    }
}
