package io.keelstream.notifier.delivery;

import io.keelstream.contracts.deployment.DeploymentSkipped;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.revision.RevisionObserved;
import io.keelstream.notifier.notice.Notice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Commits that a sink shows as pending, and of whose deployment nothing was said. A target's record names the last nineteen commits that
 * it overtakes, and the applier ends those. After an outage in which a target changed more often, the older ones get no event: they end as
 * soon as the sink is told of a later commit's deployment, because nothing older begins then. A deployment that began or ended is no longer
 * pending, whether the sink asked for that event or not. Used by one thread.
 */
final class PendingCommits {

    private static final int MOST = 10_000;

    /** Targets and commits of whose deployment something is known. Each topic is read in its order, but they are read side by side. */
    private final Recent known = new Recent();

    private final Map<Commit, Notice> observed = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Commit, Notice> eldest) {
            return size() > MOST;
        }
    };

    /** A commit that changed a target. */
    private record Commit(String target, String repository, String ref, long number, String digits) {

        boolean isOvertakenBy(String other, Revision later) {
            return target.equals(other)
                    && repository.equals(later.repository())
                    && ref.equals(later.ref())
                    && later.number() != null
                    && number < later.number();
        }
    }

    /** The notice came, whether the sink asked for it or not. */
    void came(Notice notice) {
        switch (notice.kind()) {
            case STARTED, FINISHED, SKIPPED -> forget(notice);
            default -> {
                // the deployment is where it was
            }
        }
    }

    /** The sink has the notice. */
    void delivered(Notice notice) {
        Revision revision = notice.revision();
        if (notice.ofDeployment()) {
            forget(notice);
        } else if (notice.payload() instanceof RevisionObserved of
                && of.changed()
                && revision != null
                && revision.number() != null
                && !known.has(name(notice.target(), revision.commit()))) {
            observed.put(
                    new Commit(
                            notice.target(),
                            revision.repository(),
                            revision.ref(),
                            revision.number(),
                            revision.commit()),
                    notice);
        }
    }

    /**
     * What is to be said of earlier commits because of this notice, oldest first, as the applier says it of those that it knows. A notice
     * that ends an earlier commit itself is one of several, and ends no other.
     */
    List<Notice> endedBy(Notice notice) {
        Revision later = notice.revision();
        boolean endsAnother = notice.payload() instanceof DeploymentSkipped skipped
                && skipped.reason() != DeploymentSkipped.Reason.UNCHANGED;
        if (!notice.ofDeployment() || endsAnother || later == null) {
            return List.of();
        }
        return observed.entrySet().stream()
                .filter(each -> each.getKey().isOvertakenBy(notice.target(), later))
                .map(each -> each.getValue().overtakenBy(later))
                .toList();
    }

    private void forget(Notice notice) {
        String commit = notice.commit();
        if (commit != null) {
            known.put(name(notice.target(), commit), notice.event().time());
            observed.keySet().removeIf(each -> each.target.equals(notice.target()) && each.digits.equals(commit));
        }
    }

    private static String name(String target, String commit) {
        return target + " " + commit;
    }
}
