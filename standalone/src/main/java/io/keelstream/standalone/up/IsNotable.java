package io.keelstream.standalone.up;

import io.keelstream.contracts.analysis.AnalysisCancelled;
import io.keelstream.contracts.analysis.AnalysisMeasured;
import io.keelstream.contracts.analysis.AnalysisStarted;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.table.ReadEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which events {@code up} prints: every deployment and drift, every rejection, and a blocked plan once per reason, however
 * often it is retried. Used by one thread.
 */
final class IsNotable implements Predicate<ReadEvent> {

    static final List<Topic> TOPICS = List.of(Topic.DEPLOYMENT, Topic.REVISION, Topic.PLAN, Topic.DRIFT, Topic.CANARY);

    /** Why a plan is blocked. */
    private record Standstill(Plan.State state, String commit, List<Problem> problems) {}

    private final Map<String, Standstill> printed = new HashMap<>();

    @Override
    public boolean test(ReadEvent event) {
        return switch (event.received().payload()) {
            case Plan plan -> isNews(event.received().key(), plan);
            case RevisionRejected _, VerdictIssued _ -> true;
            case AnalysisStarted _, AnalysisMeasured _, AnalysisCancelled _ -> false;
            default -> event.type().topic() != Topic.REVISION;
        };
    }

    private boolean isNews(String target, Plan plan) {
        return switch (plan.state()) {
            case AWAITING_APPROVAL, BLOCKED, FAILED -> {
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
