package io.keelstream.applier.report;

import io.keelstream.applier.record.Known;
import io.keelstream.contracts.deployment.DeploymentSkipped;
import io.keelstream.contracts.deployment.DeploymentSkipped.Reason;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetIdentity;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which commits get no deployment of their own. The read model remembers whether the newest one has one: it is written together with
 * the events, so whatever dies in between, each commit is skipped once or deployed, and never both. Without a read model nothing is
 * known of earlier commits, and nothing is said of them. Pure.
 */
final class SkippedDeployments {

    private SkippedDeployments() {}

    /** Whether a deployment of what Git wants began, or it needs none; null where Git wants nothing. */
    static @Nullable Boolean begun(Known known) {
        Desired desired = known.desired();
        return desired == null
                ? null
                : remembered(known, desired) || started(known, desired.revision()) || unchanged(known, desired);
    }

    /** The events of the transition that writes the read model. */
    static List<Fact> of(String key, TargetIdentity identity, Known known, EventContext context) {
        TargetState before = known.state();
        Desired desired = known.desired();
        if (before == null || before.desired() == null || desired == null) {
            return List.of();
        }
        List<Fact> facts = new ArrayList<>();
        for (String commit : overtaken(known, before, before.desired(), desired)) {
            facts.add(
                    fact(key, new DeploymentSkipped(identity, commit, Reason.OVERTAKEN, desired.revision()), context));
        }
        if (!remembered(known, desired) && !started(known, desired.revision()) && unchanged(known, desired)) {
            Revision now = desired.revision();
            facts.add(fact(key, new DeploymentSkipped(identity, now.commit(), Reason.UNCHANGED, now), context));
        }
        return facts;
    }

    /** The commit that was wanted last, if its deployment never began, and those after it that were never looked at; oldest first. */
    private static List<String> overtaken(Known known, TargetState before, Revision last, Desired desired) {
        Revision now = desired.revision();
        if (same(last, now)) {
            return List.of();
        }
        List<String> commits = new ArrayList<>();
        if (Boolean.FALSE.equals(before.revisions().begun()) && !started(known, last)) {
            commits.add(last.commit());
        }
        Long seen = last.number();
        if (seen != null
                && last.repository().equals(now.repository())
                && last.ref().equals(now.ref())) {
            desired.overtaken().reversed().stream()
                    .filter(each -> each.number() > seen)
                    .map(NumberedCommit::commit)
                    .forEach(commits::add);
        }
        commits.removeIf(now.commit()::equals);
        return commits;
    }

    private static boolean remembered(Known known, Desired desired) {
        TargetState before = known.state();
        return before != null
                && before.desired() != null
                && same(before.desired(), desired.revision())
                && !Boolean.FALSE.equals(before.revisions().begun());
    }

    private static boolean started(Known known, Revision revision) {
        return known.execution() != null && same(known.execution().accepted().revision(), revision);
    }

    private static boolean unchanged(Known known, Desired desired) {
        Inventory inventory = known.inventory();
        return inventory != null
                && !known.releasing()
                && !desired.removed()
                && desired.bundleDigest().equals(inventory.appliedBundle());
    }

    /** A ref may come back to a commit, which is then seen anew, under another number. */
    private static boolean same(Revision one, Revision other) {
        return one.commit().equals(other.commit()) && Objects.equals(one.number(), other.number());
    }

    private static Fact fact(String key, DeploymentSkipped skipped, EventContext context) {
        String correlation = Ids.correlation(key, skipped.commit());
        return Fact.of(
                EventType.DEPLOYMENT_SKIPPED,
                key,
                skipped,
                new EventContext(context.time(), context.causationId(), correlation, context.traceparent()));
    }
}
