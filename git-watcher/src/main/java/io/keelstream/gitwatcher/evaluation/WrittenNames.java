package io.keelstream.gitwatcher.evaluation;

import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.MalformedEntryException;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.snapshot.UnreadableSnapshotException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which objects the files of a folder may describe although they cannot be rendered: those whose names are in their texts or are theirs. Where names are made of parts,
 * by charts, kustomizations, templates or a renderer of somebody's own, or the files are not all here, or too large to look through, that is any.
 * Used for one commit, by one thread.
 */
final class WrittenNames {

    /** More than this nobody looks through for names. */
    private static final int MOST_BYTES = 4 << 20;

    /** What makes names of parts, wherever it stands in a text. */
    private static final Pattern MADE = Pattern.compile("\\{\\{|\\$[{(]");

    private static final Set<String> MAKERS =
            Set.of("chart.yaml", "kustomization.yaml", "kustomization.yml", "kustomization", "values.yaml");

    /** Files without names of objects, or with names as they are. */
    private static final Pattern PLAIN =
            Pattern.compile("(.*\\.(ya?ml|json|md|txt)|\\.[a-z]*ignore|license|owners|codeowners)");

    private final Snapshot snapshot;
    private final String folder;
    private final StringBuilder text = new StringBuilder();
    private @Nullable Boolean any;

    /** @param folder path from the repository's root; empty for all of it */
    WrittenNames(Snapshot snapshot, String folder) {
        this.snapshot = snapshot;
        this.folder = folder;
    }

    /** Whether an object may be among them: {@code Kind.group/namespace/name}. */
    boolean mayDescribe(String reference) {
        Boolean known = any;
        if (known == null) {
            known = readsAny();
            any = known;
        }
        String name = Pattern.quote(reference.substring(reference.lastIndexOf('/') + 1));
        return known
                || Pattern.compile("(?<![A-Za-z0-9.-])" + name + "(?![A-Za-z0-9.-])")
                        .matcher(text)
                        .find();
    }

    private boolean readsAny() {
        try {
            Entry entry = folder.isEmpty() ? snapshot.root() : snapshot.find(folder);
            return entry != null && any(entry);
        } catch (UnreadableSnapshotException | MalformedEntryException _) {
            return true;
        }
    }

    private boolean any(Entry entry) {
        if (entry.isFolder()) {
            return snapshot.list(entry).stream().anyMatch(this::any);
        }
        String name = entry.name().toLowerCase(Locale.ROOT);
        if (!entry.isFile()
                || MAKERS.contains(name)
                || !PLAIN.matcher(name).matches()
                || text.length() + snapshot.size(entry) > MOST_BYTES) {
            return true;
        }
        String content = new String(snapshot.read(entry), StandardCharsets.UTF_8);
        int extension = entry.name().lastIndexOf('.');
        text.append(extension < 0 ? entry.name() : entry.name().substring(0, extension))
                .append('\n')
                .append(content)
                .append('\n');
        return MADE.matcher(content).find();
    }
}
