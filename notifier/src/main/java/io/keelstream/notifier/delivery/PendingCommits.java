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
 * soon as anything is said of a later commit's deployment, because nothing older begins then. Used by one thread.
 */
final class PendingCommits {

    private static final int MOST = 10_000;

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

    /** The sink has the notice. */
    void delivered(Notice notice) {
        Revision revision = notice.revision();
        if (notice.ofDeployment()) {
            observed.keySet()
                    .removeIf(each -> each.target.equals(notice.target()) && each.digits.equals(notice.commit()));
        } else if (notice.payload() instanceof RevisionObserved of
                && of.changed()
                && revision != null
                && revision.number() != null) {
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
}
