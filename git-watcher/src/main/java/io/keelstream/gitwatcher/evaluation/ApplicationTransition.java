package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.ApplicationHead;
import java.util.List;

/**
 * What is written of one application, all or nothing.
 *
 * @param application its name
 * @param head what is remembered from now on
 * @param changes the facts, in the order in which they are written
 */
public record ApplicationTransition(String application, ApplicationHead head, List<TargetChange> changes) {

    public ApplicationTransition {
        changes = List.copyOf(changes);
    }
}
