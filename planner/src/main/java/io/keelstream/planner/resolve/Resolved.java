package io.keelstream.planner.resolve;

import io.keelstream.planner.ownership.Subject;

/**
 * A subject whose place in the cluster is known.
 *
 * @param subject the object
 * @param askable whether the server can be asked: false while this plan itself brings the object's kind or namespace
 * @param kindChanges whether this plan changes the definition of the object's kind
 */
public record Resolved(Subject subject, boolean askable, boolean kindChanges) {}
