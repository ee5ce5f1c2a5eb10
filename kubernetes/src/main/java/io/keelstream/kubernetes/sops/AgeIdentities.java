package io.keelstream.kubernetes.sops;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of age identities: files as {@code age-keygen} writes them, with one X25519 identity a line. It is read whenever a
 * document is opened, so that a file that is added counts at once. Thread-safe.
 */
public final class AgeIdentities {

    private static final int MOST_FILES = 100;
    private static final long MOST_BYTES = 64 << 10;
    private static final String START = "AGE-SECRET-KEY-1";

    private final Path folder;

    /** @param folder holds the files; those whose names begin with a dot, and folders, are not read */
    public AgeIdentities(Path folder) {
        this.folder = folder;
    }

    /**
     * What the folder holds.
     *
     * @param readers open what is encrypted for an identity
     * @param ignored places of what is no identity
     */
    record Found(List<RecipientStanzaReader> readers, List<String> ignored) {

        Found {
            readers = List.copyOf(readers);
            ignored = List.copyOf(ignored);
        }
    }

    /** @throws SopsException where the folder cannot be read */
    Found read() {
        List<Path> files;
        try (Stream<Path> inside = Files.list(folder)) {
            files = inside.filter(file -> !name(file).startsWith(".") && Files.isRegularFile(file))
                    .sorted()
                    .limit(MOST_FILES)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new SopsException("the applier cannot read its folder of age identities, " + folder);
        }
        List<RecipientStanzaReader> readers = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        files.forEach(file -> read(file, readers, ignored));
        return new Found(readers, ignored);
    }

    private static void read(Path file, List<RecipientStanzaReader> readers, List<String> ignored) {
        List<String> lines;
        try {
            if (Files.size(file) > MOST_BYTES) {
                ignored.add(name(file));
                return;
            }
            lines = Files.readAllLines(file);
        } catch (MalformedInputException e) {
            ignored.add(name(file));
            return;
        } catch (IOException e) {
            ignored.add(name(file) + " (not readable)");
            return;
        }
        int number = 0;
        for (String line : lines) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            try {
                if (!text.startsWith(START)) {
                    throw new GeneralSecurityException("no X25519 identity");
                }
                readers.add(X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(text));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                ignored.add(name(file) + ":" + number);
            }
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
