package io.keelstream.canary.offline.rows;

/** One way to write a row. */
interface RowSyntax {

    /**
     * Splits one line into fields.
     *
     * @param text the line
     * @param line its number from 1
     */
    RawRow parse(String text, long line);
}
