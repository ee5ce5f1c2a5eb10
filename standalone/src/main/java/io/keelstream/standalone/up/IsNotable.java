package io.keelstream.standalone.up;

import io.keelstream.contracts.analysis.AnalysisCancelled;
import io.keelstream.contracts.analysis.AnalysisMeasured;
import io.keelstream.contracts.analysis.AnalysisStarted;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.contracts.deployment.ChangeSummary;
import io.keelstream.contracts.deployment.DeploymentDelayed;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentProgressed;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.table.ReadEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which events {@code up} prints: every drift and rejection, every deployment but the retries that fail for the same cause
 * again without having deleted anything, and a blocked plan once per reason. Used by one thread.
 */
final class IsNotable implements Predicate<ReadEvent> {

    static final List<Topic> TOPICS = List.of(Topic.DEPLOYMENT, Topic.REVISION, Topic.PLAN, Topic.DRIFT, Topic.CANARY);

    /** Why a plan is blocked. */
    private record Standstill(Plan.State state, String commit, List<Problem> problems) {}

    /** Why a release failed. */
    private record Failure(String commit, Set<String> causes) {}

    private final Map<String, Standstill> printed = new HashMap<>();
    private final Map<String, Failure> failed = new HashMap<>();

    @Override
    public boolean test(ReadEvent event) {
        return switch (event.received().payload()) {
            case Plan plan -> isNews(event.received().key(), plan);
            case DeploymentStarted started -> started.deployment().attempt() == 0;
            case DeploymentProgressed progressed -> progressed.deployment().attempt() == 0;
            case DeploymentFinished finished -> isNews(event.received().key(), finished);
            case RevisionRejected _, VerdictIssued _ -> true;
            // the plan says the same
            case DeploymentDelayed _ -> false;
            case AnalysisStarted _, AnalysisMeasured _, AnalysisCancelled _ -> false;
            default -> event.type().topic() != Topic.REVISION;
        };
    }

    /** A release that fails is tried again for as long as it fails: it is worth a line when its cause is another one. */
    private boolean isNews(String target, DeploymentFinished finished) {
        if (finished.outcome() != Outcome.FAILED) {
            failed.remove(target);
            return true;
        }
        Failure now = new Failure(
                finished.deployment().revision().commit(),
                finished.problems().stream().map(IsNotable::cause).collect(Collectors.toSet()));
        ChangeSummary.Counts counts = finished.changes().counts();
        return !now.equals(failed.put(target, now)) || counts.restored() + counts.lost() > 0;
    }

    /** What went wrong without the numbers, which differ from try to try. */
    private static String cause(Problem problem) {
        String words = problem.message().replaceAll("\\d+", "#").replace("# pods", "# pod");
        return problem.reason() + " " + problem.where() + " " + words;
    }

    private boolean isNews(String target, Plan plan) {
        return switch (plan.state()) {
            case AWAITING_APPROVAL, AWAITING_WINDOW, AWAITING_DEPENDENCY, BLOCKED, FAILED -> {
                Standstill now = new Standstill(plan.state(), plan.revision().commit(), plan.problems());
                yield !now.equals(printed.put(target, now));
            }
            case READY, UNCHANGED, UNKNOWN -> {
                printed.remove(target);
                yield false;
            }
        };
    }
}
