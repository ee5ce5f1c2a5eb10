package io.keelstream.service.reference;

/**
 * One property of a service.
 *
 * @param name as it is written in a configuration file; {@code []} stands for each element of a list
 * @param type what it takes, in words
 * @param fallback what it is when it is not written; empty for nothing
 * @param meaning what the source says of it
 */
record Property(String name, String type, String fallback, String meaning) {

    /** Its row of a table. */
    String row() {
        return "| `" + name + "` | " + type + " | " + (fallback.isEmpty() ? "" : "`" + fallback + "`") + " | " + meaning
                + " |";
    }
}
