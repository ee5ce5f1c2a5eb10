package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.Undecided;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.discovery.Discovery;
import io.keelstream.gitwatcher.render.ClusterFacts;
import java.util.List;
import java.util.Map;

/**
 * The result of evaluating a commit.
 *
 * @param discovery its applications, for finding those of the next commit
 * @param waiting targets that Git no longer has and that are not removed yet
 * @param problems what is wrong with the ref as a whole
 * @param undecided the files that describe no usable application
 * @param refused rejections of targets without an owner, because their application may not use its name
 * @param rendered how many targets were rendered
 * @param published what clusters published of themselves when it began
 */
public record Evaluation(
        Discovery discovery,
        WaitingRemovals waiting,
        List<Problem> problems,
        List<Undecided> undecided,
        List<TargetChange> refused,
        int rendered,
        Map<String, ClusterFacts> published) {

    public Evaluation {
        problems = List.copyOf(problems);
        undecided = List.copyOf(undecided);
        refused = List.copyOf(refused);
        published = Map.copyOf(published);
    }
}
