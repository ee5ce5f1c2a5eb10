package io.keelstream.gitwatcher.child;

import io.keelstream.gitwatcher.render.Limits;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Reads a packed chart ({@code .tgz}) into its files. Helm gets these files and not the archive, so that both read the same.
 * Links and devices are left out of a chart of the repository; one from elsewhere that has some is refused. Stateless.
 */
final class PackedChart {

    private static final int BLOCK = 512;
    private static final int MOST_NAME = 4_096;

    private PackedChart() {}

    /** The archive cannot be read, or is larger than it may be. */
    static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }

    /**
     * The files by their paths inside the chart's folder.
     *
     * @param mostBytes how much the files may hold together
     * @param mostFiles how many there may be
     */
    static Map<String, byte[]> files(byte[] archive, long mostBytes, int mostFiles) throws UnreadableException {
        return files(archive, mostBytes, mostFiles, true);
    }

    /** The same where an archive with a link or a device is refused. */
    static Map<String, byte[]> withoutLinks(byte[] archive, long mostBytes, int mostFiles) throws UnreadableException {
        return files(archive, mostBytes, mostFiles, false);
    }

    private static Map<String, byte[]> files(byte[] archive, long mostBytes, int mostFiles, boolean links)
            throws UnreadableException {
        try (DataInputStream tar = new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(archive)))) {
            return files(tar, mostBytes, mostFiles, links);
        } catch (IOException e) {
            throw new UnreadableException("is not a packed chart");
        }
    }

    private static Map<String, byte[]> files(DataInputStream tar, long mostBytes, int mostFiles, boolean links)
            throws IOException, UnreadableException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        byte[] header = new byte[BLOCK];
        String longName = "";
        long bytes = 0;
        int entries = 0;
        while (next(tar, header)) {
            long size = octal(header);
            bytes += size;
            if (bytes > mostBytes || ++entries > mostFiles) {
                throw new UnreadableException(
                        "makes the packed charts hold more than 32 MiB or " + Limits.ENTRIES + " files");
            }
            byte[] content = tar.readNBytes((int) size);
            if (content.length < size) {
                throw new EOFException();
            }
            tar.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
            switch ((char) header[156]) {
                case 'L' -> longName = name(content, 0, content.length);
                case 'x' -> longName = extended(content, longName);
                case '0', '\0', '7' -> {
                    String name = inside(longName.isEmpty() ? name(header) : longName);
                    if (!name.isEmpty()) {
                        files.put(name, content);
                    }
                    longName = "";
                }
                case 'g', 'K' -> {}
                case '5' -> longName = "";
                default -> {
                    if (!links) {
                        throw new UnreadableException("has a link or a device in its archive");
                    }
                    longName = "";
                }
            }
        }
        return files;
    }

    /** Reads the next header; false at the end. */
    private static boolean next(InputStream tar, byte[] header) throws IOException {
        int read = tar.readNBytes(header, 0, BLOCK);
        if (read != 0 && read != BLOCK) {
            throw new EOFException();
        }
        for (int i = 0; i < read; i++) {
            if (header[i] != 0) {
                return true;
            }
        }
        return false;
    }

    private static long octal(byte[] header) throws IOException {
        String text = name(header, 124, 12).strip();
        if (!text.matches("[0-7]{0,11}")) {
            throw new IOException("not a size");
        }
        return text.isEmpty() ? 0 : Long.parseLong(text, 8);
    }

    private static String name(byte[] header) {
        String name = name(header, 0, 100);
        boolean posix = name(header, 257, 6).equals("ustar");
        String prefix = posix ? name(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String name(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    /** The {@code path} of an extended header; a size there would make this reader and helm's differ. */
    private static String extended(byte[] content, String otherwise) throws IOException {
        String path = otherwise;
        for (String record : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
            String entry = record.substring(record.indexOf(' ') + 1);
            if (entry.startsWith("size=") || entry.startsWith("GNU.sparse")) {
                throw new IOException("an extended size");
            }
            path = entry.startsWith("path=") ? entry.substring("path=".length()) : path;
        }
        return path;
    }

    /** The path without the archive's outermost folder; empty for what is not inside it. */
    private static String inside(String name) throws IOException {
        String path = name.replaceAll("/(\\./)+", "/").replaceFirst("^(\\./)+", "");
        boolean safe = path.length() <= MOST_NAME
                && !path.startsWith("/")
                && path.indexOf('\\') < 0
                && path.chars().noneMatch(Character::isISOControl)
                && !("/" + path + "/").contains("/../")
                && !path.contains("//");
        if (!safe) {
            throw new IOException("a name that leaves the chart");
        }
        int slash = path.indexOf('/');
        return slash < 0 || path.endsWith("/") ? "" : path.substring(slash + 1);
    }
}
