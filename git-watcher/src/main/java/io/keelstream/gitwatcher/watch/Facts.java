package io.keelstream.gitwatcher.watch;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.NewerLimits;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.head.Commits;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.head.Head.Undecided;
import io.keelstream.contracts.problem.Problems;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.revision.RevisionObserved;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.evaluation.ApplicationTransition;
import io.keelstream.gitwatcher.evaluation.TargetChange;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Ids;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the core's decisions into records of one ref. Immutable; thread-safe. */
final class Facts {

    private final String ref;
    private final CommitHeaders headers;
    private final Clock clock;

    /**
     * Records of a ref.
     *
     * @param ref the ref's key
     * @param headers the trace contexts of the records
     */
    Facts(String ref, CommitHeaders headers, Clock clock) {
        this.ref = ref;
        this.headers = headers;
        this.clock = clock;
    }

    /** The application's record first: the rest is anchored to it. */
    List<Fact> of(ApplicationTransition transition, Revision revision) {
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of(
                EventType.HEAD_MOVED,
                HeadKeys.application(ref, transition.application()),
                Head.of(revision, transition.head()),
                context(null, headers.commit())));
        transition.changes().forEach(change -> facts.add(of(change)));
        return facts;
    }

    /** The ref's own record. */
    Fact head(@Nullable Revision revision, List<Problem> problems, Commits commits, List<Undecided> undecided) {
        return Fact.of(
                EventType.HEAD_MOVED,
                ref,
                new Head(revision, null, problems, commits, undecided),
                context(null, headers.commit()));
    }

    /** One record of a target. */
    Fact of(TargetChange change) {
        TargetName target = change.target();
        return switch (change) {
            case TargetChange.DesiredChanged(TargetName name, Desired desired) ->
                fact(
                        desired.removed() ? EventType.DESIRED_REMOVED : EventType.DESIRED_CHANGED,
                        target,
                        desired,
                        desired.revision());
            case TargetChange.Observed(TargetName name, RevisionObserved observed) ->
                fact(EventType.REVISION_OBSERVED, target, observed, observed.revision());
            case TargetChange.LimitsChanged(TargetName name, NewerLimits limits, Revision revision) ->
                fact(EventType.LIMITS_CHANGED, target, limits, revision);
            case TargetChange.Rejected(TargetName name, RevisionRejected rejected) ->
                fact(
                        EventType.REVISION_REJECTED,
                        target,
                        new RevisionRejected(rejected.revision(), Problems.cut(rejected.problems())),
                        rejected.revision());
        };
    }

    private Fact fact(EventType type, TargetName target, Record payload, Revision revision) {
        return Fact.of(
                type,
                target.toString(),
                payload,
                context(Ids.correlation(target.toString(), revision.commit()), headers.of(target)));
    }

    private EventContext context(@Nullable String correlation, @Nullable String header) {
        return new EventContext(clock.instant(), null, correlation, header);
    }
}
