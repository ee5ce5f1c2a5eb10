package io.keelstream.canary.offline.rows;

import io.keelstream.canary.configuration.MalformedInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.function.Consumer;

/** Reads the rows of a file one by one, CSV with a header or JSON lines. Stateless. */
final class RowReader {

    private static final int BUFFER = 1 << 16;

    private RowReader() {}

    /**
     * Reads all rows.
     *
     * @param file name of the file, for errors
     * @param content what is in it
     * @param rows gets each row
     * @throws MalformedInputException naming file, line and remedy
     */
    static void read(String file, Reader content, Consumer<RawRow> rows) throws IOException {
        BufferedReader lines = new BufferedReader(content, BUFFER);
        String text = lines.readLine();
        if (text == null) {
            throw new MalformedInputException(file, 1, "the file is empty; expected a header or JSON lines");
        }
        boolean json = text.stripLeading().startsWith("{");
        RowSyntax syntax = json ? new JsonRows(file) : new CsvRows(file, text);
        long line = 1;
        if (!json) {
            text = lines.readLine();
            line++;
        }
        for (; text != null; text = lines.readLine(), line++) {
            if (!text.isBlank()) {
                rows.accept(syntax.parse(text, line));
            }
        }
    }
}
