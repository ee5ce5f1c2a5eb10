package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.revision.RevisionObserved;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.contracts.targets.TargetName;

/** One fact about one target that follows from a commit. */
public sealed interface TargetChange {

    /** Whose fact it is. */
    TargetName target();

    /** The bundle is another one, or the target is removed. */
    record DesiredChanged(TargetName target, Desired desired) implements TargetChange {}

    /** The inputs changed and rendered well. */
    record Observed(TargetName target, RevisionObserved observed) implements TargetChange {}

    /** The commit cannot be rendered. */
    record Rejected(TargetName target, RevisionRejected rejected) implements TargetChange {}
}
