package io.keelstream.applier.write;

import io.keelstream.applier.release.ObjectOutcome;

/** How far the deletion of an object is: it takes as long as the object's finalizers do. */
public sealed interface Deletion {

    /** There is nothing to wait for. */
    record Done(ObjectOutcome outcome) implements Deletion {}

    /** The server accepted; the object with this uid has to go. */
    record Begun(String uid) implements Deletion {}

    /** The server could not be asked; worth trying again. */
    record Unreachable(String message) implements Deletion {}
}
