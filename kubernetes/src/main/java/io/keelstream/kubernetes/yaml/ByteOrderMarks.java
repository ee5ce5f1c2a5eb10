package io.keelstream.kubernetes.yaml;

/**
 * Removes the byte order marks that editors and concatenation leave at the start of documents: of the first one, and of
 * those after a line of three dashes, comments and empty lines in between. Anywhere else a mark is a character of the text.
 * Pure.
 */
final class ByteOrderMarks {

    private static final char MARK = '\uFEFF';

    private ByteOrderMarks() {}

    static String removed(String text) {
        if (text.indexOf(MARK) < 0) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length());
        boolean start = true;
        for (int from = 0; from < text.length(); ) {
            int feed = text.indexOf('\n', from);
            int next = feed < 0 ? text.length() : feed + 1;
            int begin = start && text.charAt(from) == MARK ? from + 1 : from;
            kept.append(text, begin, next);
            String line = text.substring(begin, next).strip();
            start = line.startsWith("---") || (start && (line.isEmpty() || line.startsWith("#")));
            from = next;
        }
        return kept.toString();
    }
}
