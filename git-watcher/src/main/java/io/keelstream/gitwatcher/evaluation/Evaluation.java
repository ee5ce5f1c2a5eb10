package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.discovery.Catalog;
import io.keelstream.gitwatcher.discovery.Discovered;
import java.util.List;

/**
 * The result of evaluating a commit.
 *
 * @param discovered its application files, for finding those of the next commit
 * @param catalog its applications
 * @param problems what is wrong with the ref as a whole
 * @param refused rejections of targets without an owner, because their application may not use its name
 * @param rendered how many targets were rendered
 */
public record Evaluation(
        Discovered discovered, Catalog catalog, List<Problem> problems, List<TargetChange> refused, int rendered) {

    public Evaluation {
        problems = List.copyOf(problems);
        refused = List.copyOf(refused);
    }
}
