package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.application.ApplicationReader;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Removals for which nobody answers: they wait. What removes a target is a change of its application's folder, or of the file of a
 * fleet in a folder above. Pure.
 */
final class UnsignedRemovals {

    private UnsignedRemovals() {}

    /** Those among the targets that are gone, and why. */
    static Map<TargetName, Problem> among(
            Set<TargetName> gone, Map<String, ApplicationHead> heads, Provenance provenance) {
        Map<TargetName, Problem> unsigned = new TreeMap<>();
        for (TargetName name : gone) {
            ApplicationHead head = heads.get(name.application());
            if (head != null) {
                provenance
                        .of(Set.of(head.base()), snapshot -> Optional.of(describing(snapshot, head.base())))
                        .objection()
                        .ifPresent(problem -> unsigned.put(name, waits(name, problem)));
            }
        }
        return unsigned;
    }

    private static List<Entry> describing(Snapshot snapshot, String base) {
        List<Entry> entries = new ArrayList<>();
        add(entries, snapshot.find(base));
        String folder = base;
        while (!folder.isEmpty()) {
            folder = Paths.parent(folder);
            String file = ApplicationReader.FILE_NAME;
            add(entries, snapshot.find(folder.isEmpty() ? file : folder + "/" + file));
        }
        return entries;
    }

    private static void add(List<Entry> entries, @Nullable Entry entry) {
        if (entry != null) {
            entries.add(entry);
        }
    }

    private static Problem waits(TargetName name, Problem problem) {
        return new Problem(
                problem.reason(), "the removal of " + name + " waits: " + problem.message(), problem.where());
    }
}
