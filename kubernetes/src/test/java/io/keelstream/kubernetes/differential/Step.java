package io.keelstream.kubernetes.differential;

import io.keelstream.kubernetes.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One write of a sequence. The trees hold no name; the sequence gives each object its own. */
sealed interface Step {

    /** What it writes. */
    Map<String, @Nullable Object> tree();

    /** The same step with something else to write. */
    Step with(Map<String, @Nullable Object> tree);

    /** Server-side apply of a whole configuration. */
    record Apply(String manager, boolean force, Map<String, @Nullable Object> configuration) implements Step {
        @Override
        public Map<String, @Nullable Object> tree() {
            return configuration;
        }

        @Override
        public Step with(Map<String, @Nullable Object> tree) {
            return new Apply(manager, force, tree);
        }

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
        public Map<String, @Nullable Object> tree() {
            return parts;
        }

        @Override
        public Step with(Map<String, @Nullable Object> tree) {
            return new Update(manager, tree);
        }

        @Override
        public String toString() {
            return "update as " + manager + ": " + Json.writeText(parts);
        }
    }

    /**
     * A patch that the server works out; nothing where the object does not exist.
     *
     * @param type {@code merge, strategic} or {@code json}; a JSON patch replaces the parts one by one
     * @param parts the patch; as a JSON patch, values by the names of top-level fields, null removes one
     */
    record Patch(String manager, String type, Map<String, @Nullable Object> parts) implements Step {
        @Override
        public Map<String, @Nullable Object> tree() {
            return parts;
        }

        @Override
        public Step with(Map<String, @Nullable Object> tree) {
            return new Patch(manager, type, tree);
        }

        @Override
        public String toString() {
            return type + " patch as " + manager + ": " + Json.writeText(parts);
        }
    }
}
