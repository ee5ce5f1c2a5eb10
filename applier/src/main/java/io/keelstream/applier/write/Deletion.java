package io.keelstream.applier.write;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.contracts.revision.Problem;

/** How far the deletion of an object is: it takes as long as the object's finalizers do. */
public sealed interface Deletion {

    /** There is nothing to wait for. */
    record Done(ObjectOutcome outcome) implements Deletion {}

    /** The server accepted; the object with this uid has to go. */
    record Begun(String uid) implements Deletion {}

    /** The server has not answered, or cannot now; worth trying again. */
    record Unanswered(Problem problem) implements Deletion {}
}
