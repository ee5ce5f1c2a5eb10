package io.keelstream.gitwatcher.signature;

import io.keelstream.gitwatcher.evaluation.Provenance;
import io.keelstream.gitwatcher.git.History;
import io.keelstream.gitwatcher.git.SignatureSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one repository, read again when their folders change: a key that is added counts from the next look on, and one that
 * is removed no longer does. Confined to the thread of its ref.
 */
public final class Signatures {

    private static final Logger LOG = LoggerFactory.getLogger(Signatures.class);

    private final SignatureSettings settings;
    private String stamp = "";
    private Map<Path, KeyRing> rings = Map.of();

    /** The keys that some settings name. */
    public Signatures(SignatureSettings settings) {
        this.settings = settings;
    }

    /** What is wrong with a folder of keys, one line each; empty where it can be used. */
    public static List<String> mistakes(Path folder) {
        return KeyRing.read(folder).mistakes();
    }

    /** Whether the keys are others than before this call. */
    public boolean changed() {
        String now = stampOf(folders());
        if (now.equals(stamp)) {
            return false;
        }
        Map<Path, KeyRing> read = new HashMap<>();
        folders().forEach(folder -> read.computeIfAbsent(folder, KeyRing::read));
        read.values().stream()
                .flatMap(ring -> ring.mistakes().stream())
                .forEach(mistake ->
                        LOG.atError().addKeyValue("mistake", mistake).log("Keys of signatures cannot be read"));
        rings = Map.copyOf(read);
        stamp = now;
        return true;
    }

    /** Who answers for the files of a commit, by the keys of now. */
    public Provenance of(History history) {
        return new SignedHistory(history, settings, rings);
    }

    private List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        Path keys = settings.keys();
        if (keys != null) {
            folders.add(keys);
        }
        settings.paths().forEach(each -> folders.add(each.keys()));
        return folders;
    }

    private static String stampOf(List<Path> folders) {
        StringBuilder text = new StringBuilder("keys");
        for (Path folder : folders) {
            text.append('\n').append(folder);
            try (Stream<Path> files = Files.list(folder)) {
                files.sorted().forEach(file -> text.append('\n').append(stampOf(file)));
            } catch (IOException | UncheckedIOException e) {
                text.append(" unreadable");
            }
        }
        return text.toString();
    }

    private static String stampOf(Path file) {
        try {
            return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file) + " " + file.toRealPath();
        } catch (IOException e) {
            return file + " unreadable";
        }
    }

    /** The folder of keys that counts for a folder of the repository; null where nobody must sign. */
    static @Nullable Path keysFor(SignatureSettings settings, String base) {
        Path keys = settings.keys();
        int longest = -1;
        for (SignatureSettings.PathKeys each : settings.paths()) {
            String path = each.path();
            boolean within = path.isEmpty() || base.equals(path) || base.startsWith(path + "/");
            if (within && path.length() > longest) {
                keys = each.keys();
                longest = path.length();
            }
        }
        return keys;
    }
}
