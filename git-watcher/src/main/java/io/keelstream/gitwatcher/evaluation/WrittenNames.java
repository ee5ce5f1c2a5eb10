package io.keelstream.gitwatcher.evaluation;

import io.keelstream.gitwatcher.render.LfsPointer;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.MalformedEntryException;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.snapshot.UnreadableSnapshotException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which objects the files of a folder may describe although they cannot be rendered: those whose names are words of their texts or of their
 * names. Where names are made of parts, by charts, kustomizations, templates or a renderer of somebody's own, or the files are not all here,
 * or there is too much to look through, that is any. A folder is looked through once, and its words are kept, not its texts: however many
 * targets are rejected, what is kept is bounded. Used for one commit, by one thread.
 */
final class WrittenNames {

    /** More than this of one folder, and in total, nobody looks through for names; bytes. */
    private static final int MOST_BYTES = 4 << 20;

    private static final int MOST_BYTES_IN_TOTAL = 32 << 20;

    /** How many words are kept in total. */
    private static final int MOST_WORDS = 200_000;

    /** How many files and folders are looked at in total; one tree of Git may stand in many places. */
    private static final int MOST_ENTRIES = 50_000;

    /** The longest word that can be a name of an object, or the part of one. */
    private static final int LONGEST_WORD = 253;

    /** What makes names of parts, wherever it stands in a text, or writes them otherwise than they are. */
    private static final Pattern MADE = Pattern.compile("\\{\\{|\\$[{(]|\\\\(?:[xuU]|\\R)");

    private static final Set<String> MAKERS =
            Set.of("chart.yaml", "kustomization.yaml", "kustomization.yml", "kustomization", "values.yaml");

    /** Files without names of objects, or with names as they are. */
    private static final Pattern PLAIN =
            Pattern.compile("(.*\\.(ya?ml|json|md|txt)|\\.[a-z]*ignore|license|owners|codeowners)");

    private final Snapshot snapshot;
    private final Predicate<String> others;

    /** By folder; empty where any name may be there. */
    private final Map<String, Optional<Set<String>>> words = new HashMap<>();

    /** The folders that were looked through, by word. */
    private final Map<String, List<String>> folders = new HashMap<>();

    private int bytesLeft = MOST_BYTES_IN_TOTAL;
    private int wordsLeft = MOST_WORDS;
    private int entriesLeft = MOST_ENTRIES;
    private String lookedFor = "";
    private Set<String> name = Set.of();

    /** @param others whether a folder below another one is of an application of its own, which is not looked through with that */
    WrittenNames(Snapshot snapshot, Predicate<String> others) {
        this.snapshot = snapshot;
        this.others = others;
    }

    /**
     * Whether an object may be described in a folder.
     *
     * @param folder path from the repository's root; empty for all of it
     * @param reference {@code Kind.group/namespace/name}
     */
    boolean mayDescribe(String folder, String reference) {
        Optional<Set<String>> written = words.computeIfAbsent(folder, this::look);
        if (written.isEmpty()) {
            return true;
        }
        return written.get().containsAll(nameOf(reference));
    }

    /** Whether the names of a folder's objects are not known, so that any object may be described there. */
    boolean mayDescribeAny(String folder) {
        return words.computeIfAbsent(folder, this::look).isEmpty();
    }

    /** The folders, of those that were looked through and may not describe just any object, where this one may be described. */
    Stream<String> foldersWith(String reference) {
        Iterator<String> name = nameOf(reference).iterator();
        return name.hasNext()
                ? folders.getOrDefault(name.next(), List.of()).stream().filter(each -> mayDescribe(each, reference))
                : words.keySet().stream().filter(each -> !mayDescribeAny(each)).sorted();
    }

    /** The words of its name; the same object is looked for in one folder after the other. */
    private Set<String> nameOf(String reference) {
        if (!reference.equals(lookedFor)) {
            name = new HashSet<>();
            split(reference.substring(reference.lastIndexOf('/') + 1), name, MOST_WORDS);
            lookedFor = reference;
        }
        return name;
    }

    private Optional<Set<String>> look(String folder) {
        try {
            Optional<Set<String>> found = lookThrough(folder);
            wordsLeft -= found.map(Set::size).orElse(0);
            found.ifPresent(all -> all.forEach(word ->
                    folders.computeIfAbsent(word, _ -> new ArrayList<>(1)).add(folder)));
            return found;
        } catch (UnreadableSnapshotException | MalformedEntryException _) {
            return Optional.empty();
        }
    }

    private Optional<Set<String>> lookThrough(String folder) {
        Entry top = folder.isEmpty() ? snapshot.root() : snapshot.find(folder);
        Set<String> found = new HashSet<>();
        Deque<Entry> open = new ArrayDeque<>();
        if (top != null) {
            open.add(top);
        }
        long bytes = 0;
        while (!open.isEmpty()) {
            Entry entry = open.pop();
            if (--entriesLeft < 0) {
                return Optional.empty();
            }
            if (entry.isFolder()) {
                List<Entry> inside = snapshot.list(entry);
                if (open.size() + inside.size() > entriesLeft) {
                    return Optional.empty();
                }
                inside.stream().filter(each -> !others.test(each.path())).forEach(open::push);
                continue;
            }
            if (!isPlain(entry)) {
                return Optional.empty();
            }
            long size = snapshot.size(entry);
            bytes += size;
            if (bytes > MOST_BYTES || size > bytesLeft) {
                return Optional.empty();
            }
            bytesLeft -= (int) size;
            byte[] content = snapshot.read(entry);
            String text = new String(content, StandardCharsets.UTF_8);
            if (LfsPointer.is(content) || MADE.matcher(text).find()) {
                return Optional.empty();
            }
            int extension = entry.name().lastIndexOf('.');
            split(extension < 0 ? entry.name() : entry.name().substring(0, extension), found, wordsLeft);
            split(text, found, wordsLeft);
            if (found.size() > wordsLeft) {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }

    private static boolean isPlain(Entry entry) {
        String name = entry.name().toLowerCase(Locale.ROOT);
        return entry.isFile() && !MAKERS.contains(name) && PLAIN.matcher(name).matches();
    }

    /** Adds the words of a text, its longest parts of what names of objects are mostly made of, until there are more than so many. */
    private static void split(String text, Set<String> found, int most) {
        int start = 0;
        for (int i = 0; i <= text.length() && found.size() <= most; i++) {
            if (i == text.length() || !isOfWord(text.charAt(i))) {
                if (i > start && i - start <= LONGEST_WORD) {
                    found.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
    }

    private static boolean isOfWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    }
}
