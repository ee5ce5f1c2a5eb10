package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.NewerLimits;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.revision.RevisionObserved;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.contracts.targets.TargetName;

/** One change of one target that follows from a commit. */
public sealed interface TargetChange {

    /** The target. */
    TargetName target();

    /** The bundle changed, or the target is removed. */
    record DesiredChanged(TargetName target, Desired desired) implements TargetChange {}

    /** The inputs changed and were rendered. */
    record Observed(TargetName target, RevisionObserved observed) implements TargetChange {}

    /** Other limits than before count for the last bundle, which stays what Git wants. */
    record LimitsChanged(TargetName target, NewerLimits limits, Revision revision) implements TargetChange {}

    /** The commit cannot be rendered. */
    record Rejected(TargetName target, RevisionRejected rejected) implements TargetChange {}
}
