package io.keelstream.kubernetes.differential;

import io.keelstream.kubernetes.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One write of a sequence. The trees hold no name; the sequence gives each object its own. */
sealed interface Step {

    /** Server-side apply of a whole configuration. */
    record Apply(String manager, boolean force, Map<String, @Nullable Object> configuration) implements Step {
        @Override
        public String toString() {
            return "apply as " + manager + (force ? " by force: " : ": ") + Json.writeText(configuration);
        }
    }

    /**
     * A create or update: the parts replace those of the live object, null removes one.
     *
     * @param parts what changes, as a JSON merge patch
     */
    record Update(String manager, Map<String, @Nullable Object> parts) implements Step {
        @Override
        public String toString() {
            return "update as " + manager + ": " + Json.writeText(parts);
        }
    }
}
