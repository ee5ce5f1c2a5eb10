package io.keelstream.gitwatcher.offline;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;

/**
 * What was found below a folder.
 *
 * @param targets every target of every application, in the order of names
 * @param problems problems of application files; targets carry their own
 */
public record OfflineReport(List<OfflineTarget> targets, List<Problem> problems) {

    public OfflineReport {
        targets = List.copyOf(targets);
        problems = List.copyOf(problems);
    }

    /** Whether there are no problems. */
    public boolean isGood() {
        return problems.isEmpty()
                && targets.stream().allMatch(each -> each.problems().isEmpty());
    }

    /** The targets of which nothing is wrong but that they need a chart or base that only git-watcher fetches. */
    public List<OfflineTarget> unfetched() {
        return targets.stream()
                .filter(each ->
                        !each.problems().isEmpty() && each.problems().stream().allMatch(Reason.SOURCE_NOT_ALLOWED::is))
                .toList();
    }

    /** Whether there are no problems in what a folder can show. */
    public boolean isGoodHere() {
        List<OfflineTarget> unfetched = unfetched();
        return problems.isEmpty()
                && targets.stream().allMatch(each -> each.problems().isEmpty() || unfetched.contains(each));
    }

    /**
     * One target.
     *
     * @param name its full name
     * @param namespace namespace of objects that name none
     * @param policy its rules
     * @param renderer the renderer that ran; empty when none did
     * @param objects its objects in the order of the renderer; empty with problems
     * @param problems why it cannot be deployed
     * @param warnings what users should know
     */
    public record OfflineTarget(
            TargetName name,
            String namespace,
            TargetPolicy policy,
            String renderer,
            List<Manifest> objects,
            List<Problem> problems,
            List<Problem> warnings) {

        public OfflineTarget {
            objects = List.copyOf(objects);
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }
    }
}
