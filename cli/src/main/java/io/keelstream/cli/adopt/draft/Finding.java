package io.keelstream.cli.adopt.draft;

/**
 * What became of one field of an object.
 *
 * @param kind what became of it
 * @param origin the object
 * @param field path of the field, {@code spec.syncPolicy.retry}; empty for the whole object
 * @param message what it is here, why it is nothing here, or what to do
 */
public record Finding(Kind kind, Origin origin, String field, String message) {

    /** What became of a field, the worst first. */
    public enum Kind {
        /** A person has to do something before the target deploys the same. */
        NEEDS_HAND("needs a hand"),
        /** There is nothing like it, and what is deployed does not depend on it. */
        NO_COUNTERPART("no counterpart"),
        /** It is in the file, in other words than a field of the same name. */
        TRANSLATED("translated");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** As people read it. */
        public String words() {
            return words;
        }
    }
}
