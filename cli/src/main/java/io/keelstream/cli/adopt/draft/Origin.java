package io.keelstream.cli.adopt.draft;

import io.keelstream.contracts.text.Printable;

/**
 * The object of another tool that something comes from.
 *
 * @param file path from the folder that is read
 * @param line line on which its document starts, from 1; 0 for the whole file
 * @param object as people name it, {@code Application argocd/shop}; empty for the whole file
 */
public record Origin(String file, int line, String object) {

    /** {@code file:line}. */
    public String place() {
        return line == 0 ? file : file + ":" + line;
    }

    /** How a file begins that was written for the object. */
    public String heading() {
        return "# from " + Printable.line(object) + " in ";
    }
}
