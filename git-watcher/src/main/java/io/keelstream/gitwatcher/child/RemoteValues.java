package io.keelstream.gitwatcher.child;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.RemoteChart;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of values in the repository for a chart from elsewhere, the last one counts most.
 *
 * @param files those that are there
 * @param problems those that are named and are not there
 */
record RemoteValues(List<Entry> files, List<Problem> problems) {

    RemoteValues {
        files = List.copyOf(files);
        problems = List.copyOf(problems);
    }

    static RemoteValues of(Snapshot snapshot, Target target, RemoteChart chart) {
        List<String> written = chart.values();
        List<String> names = written == null ? List.of("values.yaml", "values-" + target.name() + ".yaml") : written;
        List<Entry> files = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (String name : names) {
            String path = Paths.join(target.path(), name);
            Entry entry = snapshot.find(path);
            if (entry != null
                    && (entry.isFile()
                            || entry.kind() == Entry.Kind.SUBMODULE
                            || entry.kind() == Entry.Kind.UNFETCHED)) {
                files.add(entry);
            } else if (written != null) {
                problems.add(Reason.PATH_NOT_FOUND.problem(
                        "the file of values does not exist; correct 'values' of target '" + target.name() + "'", path));
            }
        }
        return new RemoteValues(files, problems);
    }
}
