package io.keelstream.canary.offline;

import io.keelstream.canary.configuration.MalformedInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The files that a person named, {@code -} being standard input. Not safe for use by several threads. */
final class Inputs {

    private final InputStream in;

    Inputs(InputStream in) {
        this.in = in;
    }

    /** What can be made of the content of a file. */
    interface Parser<T> {
        T parse(Reader content) throws IOException;
    }

    /** Reads a file of any size. */
    <T> T read(String file, Parser<T> parser) throws IOException {
        try (Reader content = file.equals("-")
                ? new InputStreamReader(in, StandardCharsets.UTF_8)
                : Files.newBufferedReader(path(file), StandardCharsets.UTF_8)) {
            return parser.parse(content);
        } catch (CharacterCodingException notText) {
            throw new MalformedInputException(file, "the file is not UTF-8 text");
        }
    }

    /** A whole file as text. */
    String text(String file) throws IOException {
        return read(file, Reader::readAllAsString);
    }

    private static Path path(String file) throws IOException {
        Path path = Path.of(file);
        if (Files.isDirectory(path)) {
            throw new IOException(file + " is a directory, a file is needed");
        }
        if (!Files.exists(path)) {
            throw new NoSuchFileException(file + " does not exist");
        }
        return path;
    }
}
