package io.keelstream.notifier.sink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file with a credential, which is read whenever it is needed. No message has its content.
 *
 * @param path the file
 */
public record SecretFile(Path path) {

    /** Its first line. */
    String value() throws IOException {
        return lines().getFirst();
    }

    /** Its lines, without those that are empty. */
    List<String> lines() throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(path);
        } catch (IOException e) {
            throw new IOException("cannot read " + path, e);
        }
        List<String> written = lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (written.isEmpty()) {
            throw new IOException(path + " is empty");
        }
        if (!written.stream().allMatch(line -> line.chars().allMatch(c -> c >= ' ' && c < 0x7f))) {
            throw new IOException(path + " has characters that no credential has, perhaps a byte order mark");
        }
        return written;
    }
}
