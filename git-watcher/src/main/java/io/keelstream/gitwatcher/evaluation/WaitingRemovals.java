package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.application.ApplicationFile;
import io.keelstream.gitwatcher.discovery.Catalog;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.MalformedEntryException;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Targets that Git no longer has and that are not removed yet: which waits for which application files whose name cannot be
 * read, because such a file may be the application that seems to be gone. It may be one whose folder is in its own, as a
 * fleet's members are, and one that it names or whose name its folder has, as after a move. Where not all files are read, all
 * wait. What no such file can be is gone: else whoever may write one file could keep everybody's objects. A file in the folder of another
 * tenant is no application that this one had. Follows from the commit and the records alone, so that a new process decides the same.
 *
 * @param files the files by target; none where nothing was deployed from the ref yet
 */
public record WaitingRemovals(SortedMap<TargetName, SortedSet<String>> files) {

    private static final WaitingRemovals NONE = new WaitingRemovals(new TreeMap<>());

    private static final int LARGEST_READ = 2 << 20;
    private static final Pattern NO_NAME = Pattern.compile("[^a-z0-9-]+");

    public WaitingRemovals {
        files = Collections.unmodifiableSortedMap(files);
    }

    /** All of these, whatever the files are. */
    static WaitingRemovals of(Collection<TargetName> targets) {
        SortedMap<TargetName, SortedSet<String>> all = new TreeMap<>();
        targets.forEach(target -> all.put(target, new TreeSet<>()));
        return new WaitingRemovals(all);
    }

    /** Those among the targets that are gone. */
    static WaitingRemovals among(Set<TargetName> gone, ApplicationTenants tenants, Snapshot snapshot) {
        Catalog catalog = tenants.catalog();
        SortedMap<TargetName, SortedSet<String>> waiting = new TreeMap<>();
        if (gone.isEmpty()) {
            return NONE;
        }
        for (ApplicationFile.Unusable unusable : catalog.anonymous()) {
            String file = unusable.file();
            Set<String> names = names(snapshot, file);
            for (TargetName target : gone) {
                String application = target.application();
                if (!catalog.complete()
                        || isWithin(file, tenants.heads().get(application))
                        || (names.contains(application) && tenants.had(application, Paths.parent(file)))) {
                    waiting.computeIfAbsent(target, _ -> new TreeSet<>()).add(file);
                }
            }
        }
        return new WaitingRemovals(waiting);
    }

    /** These as well, whatever the files are. */
    WaitingRemovals and(Collection<TargetName> more) {
        SortedMap<TargetName, SortedSet<String>> all = new TreeMap<>(files);
        more.forEach(target -> all.putIfAbsent(target, new TreeSet<>()));
        return new WaitingRemovals(all);
    }

    private static boolean isWithin(String file, @Nullable ApplicationHead head) {
        return head != null && Paths.isWithin(Paths.parent(file), head.base());
    }

    /** Every word of the file that may be a name, and its folder's. */
    private static Set<String> names(Snapshot snapshot, String file) {
        String folder = Paths.parent(file);
        return Stream.concat(
                        NO_NAME.splitAsStream(text(snapshot, file)),
                        Stream.of(folder.substring(folder.lastIndexOf('/') + 1)))
                .collect(Collectors.toSet());
    }

    private static String text(Snapshot snapshot, String file) {
        try {
            Entry entry = snapshot.find(file);
            return entry != null && entry.isFile() && snapshot.size(entry) <= LARGEST_READ
                    ? new String(snapshot.read(entry), StandardCharsets.UTF_8)
                    : "";
        } catch (MalformedEntryException e) {
            return "";
        }
    }
}
