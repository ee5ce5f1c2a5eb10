package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.discovery.Discovery;
import java.util.List;

/**
 * The result of evaluating a commit.
 *
 * @param discovery its applications, for finding those of the next commit
 * @param waiting targets that Git no longer has and that are not removed yet
 * @param problems what is wrong with the ref as a whole
 * @param refused rejections of targets without an owner, because their application may not use its name
 * @param rendered how many targets were rendered
 */
public record Evaluation(
        Discovery discovery,
        WaitingRemovals waiting,
        List<Problem> problems,
        List<TargetChange> refused,
        int rendered) {

    public Evaluation {
        problems = List.copyOf(problems);
        refused = List.copyOf(refused);
    }
}
