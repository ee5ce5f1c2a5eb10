package io.keelstream.kubernetes.sops;

/** What a file is to SOPS. */
public sealed interface SopsReading {

    /** Not encrypted with SOPS. */
    record Other() implements SopsReading {}

    /** A document whose form is valid; whether it opens is known to the holder of its keys alone. */
    record Encrypted(SopsDocument document) implements SopsReading {}

    /**
     * Encrypted with SOPS in a way that is never opened.
     *
     * @param why what is wrong, where, and what to do; never a value
     */
    record Refused(String why) implements SopsReading {}
}
