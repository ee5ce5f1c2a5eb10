package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.jspecify.annotations.Nullable;

/**
 * What the files named {@code .keelstreamignore} leave out, in the syntax of {@code .gitignore}: the rules of a folder apply
 * to everything below it, and the nearest folder with a matching rule takes precedence. Immutable; thread-safe.
 */
public final class IgnoreRules {

    /** The name of a file with rules. */
    public static final String FILE_NAME = ".keelstreamignore";

    /** The byte order mark in UTF-8, which Git skips too. */
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final @Nullable IgnoreRules outer;
    private final String folder;
    private final IgnoreNode rules;

    private IgnoreRules(@Nullable IgnoreRules outer, String folder, IgnoreNode rules) {
        this.outer = outer;
        this.folder = folder;
        this.rules = rules;
    }

    /** No rules: everything is kept. */
    public static IgnoreRules none() {
        return new IgnoreRules(null, "", new IgnoreNode());
    }

    /** These rules and those of a folder inside, given the folder's entries. */
    public IgnoreRules inside(Snapshot snapshot, Entry entered, List<Entry> entries) {
        for (Entry entry : entries) {
            boolean rulesFile = entry.isFile() && entry.name().equals(FILE_NAME);
            if (rulesFile && snapshot.size(entry) <= Limits.FILE_BYTES) {
                return new IgnoreRules(this, entered.path(), parse(snapshot.read(entry)));
            }
        }
        return this;
    }

    /** Why a folder's own rules cannot be read; without them, what they leave out would be deployed. */
    static Optional<Problem> problem(Snapshot snapshot, List<Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.isFile() && entry.name().equals(FILE_NAME))
                .findFirst()
                .flatMap(entry -> {
                    long size = snapshot.size(entry);
                    if (size > Limits.FILE_BYTES) {
                        return Optional.of(Limits.tooLarge(entry.path(), size));
                    }
                    return LfsPointer.is(snapshot.read(entry))
                            ? Optional.of(LfsPointer.problem(entry.path()))
                            : Optional.empty();
                });
    }

    /** Whether the entry is left out; a folder's own rules are not asked about the folder itself. */
    public boolean ignores(Entry entry) {
        Boolean said = rules.checkIgnored(Paths.relative(folder, entry.path()), entry.isFolder());
        if (said != null) {
            return said;
        }
        return outer != null && outer.ignores(entry);
    }

    private static IgnoreNode parse(byte[] content) {
        IgnoreNode node = new IgnoreNode();
        boolean marked = content.length >= MARK.length && Arrays.equals(content, 0, MARK.length, MARK, 0, MARK.length);
        int start = marked ? MARK.length : 0;
        try {
            node.parse(new ByteArrayInputStream(content, start, content.length - start));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
        return node;
    }
}
