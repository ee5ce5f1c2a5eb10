package io.keelstream.gitwatcher.render;

import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.jspecify.annotations.Nullable;

/**
 * What the files named {@code .keelstreamignore} leave out, in the syntax of {@code .gitignore}: the rules of a folder hold
 * for all below it, the nearest folder that says anything decides. Immutable; thread-safe.
 */
final class IgnoreRules {

    static final String FILE_NAME = ".keelstreamignore";

    private final @Nullable IgnoreRules outer;
    private final String folder;
    private final IgnoreNode rules;

    private IgnoreRules(@Nullable IgnoreRules outer, String folder, IgnoreNode rules) {
        this.outer = outer;
        this.folder = folder;
        this.rules = rules;
    }

    /** Rules of nothing: everything is kept. */
    static IgnoreRules none() {
        return new IgnoreRules(null, "", new IgnoreNode());
    }

    /** These rules and those of a folder inside, given the folder's entries. */
    IgnoreRules inside(Snapshot snapshot, Entry entered, List<Entry> entries) {
        for (Entry entry : entries) {
            boolean rulesFile = entry.isFile() && entry.name().equals(FILE_NAME);
            if (rulesFile && snapshot.size(entry) <= Limits.FILE_BYTES) {
                return new IgnoreRules(this, entered.path(), parse(snapshot.read(entry)));
            }
        }
        return this;
    }

    boolean ignores(Entry entry) {
        Boolean said = rules.checkIgnored(Paths.relative(folder, entry.path()), entry.isFolder());
        if (said != null) {
            return said;
        }
        return outer != null && outer.ignores(entry);
    }

    private static IgnoreNode parse(byte[] content) {
        IgnoreNode node = new IgnoreNode();
        try {
            node.parse(new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
        return node;
    }
}
