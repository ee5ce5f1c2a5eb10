package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.head.Head.SourceHead;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Versions from elsewhere that are another content by now than the one that is deployed. They are reported and change nothing: what
 * was resolved once counts until Git says otherwise. Pure.
 */
final class MovedSources {

    private MovedSources() {}

    /**
     * One problem for each version, with the targets that have the content of before.
     *
     * @param heads what is recorded
     * @param looked what is known of targets of the newest commit, which counts more; empty for one that is gone
     */
    static List<Problem> among(Map<String, ApplicationHead> heads, Map<TargetName, List<SourceHead>> looked) {
        Map<TargetName, List<SourceHead>> all = new TreeMap<>();
        heads.forEach((application, head) ->
                head.targets().forEach((target, each) -> all.put(new TargetName(target, application), each.sources())));
        all.putAll(looked);
        Map<SourceHead, NavigableSet<String>> moved =
                new TreeMap<>(Comparator.comparing(SourceHead::address).thenComparing(SourceHead::toString));
        all.forEach((name, sources) -> sources.stream()
                .filter(each -> SourceChoice.isResolved(each) && !each.newest().equals(each.digest()))
                .forEach(each ->
                        moved.computeIfAbsent(each, absent -> new TreeSet<>()).add(name.toString())));
        return moved.entrySet().stream()
                .map(each -> problem(each.getKey(), each.getValue()))
                .toList();
    }

    private static Problem problem(SourceHead source, NavigableSet<String> targets) {
        String first = targets.first();
        boolean commit = source.address().startsWith("git::");
        String remedy = commit
                ? "write 'ref=" + source.newest() + "' or another tag"
                : "write 'digest: " + source.newest() + "' or another version, or 'follow: true'";
        return Reason.SOURCE_MOVED.problem(
                "'" + source.address() + "' " + source.version() + " was moved, and is not followed: it is "
                        + source.newest() + " now, and " + source.digest() + " stays deployed. To have the new one, "
                        + remedy,
                targets.size() == 1 ? first : first + " and " + (targets.size() - 1) + " more");
    }
}
