package io.keelstream.cli.status;

import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetIdentity;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.targets.TargetState.Deployment;
import io.keelstream.contracts.targets.TargetState.Revisions;
import io.keelstream.contracts.targets.TargetState.State;
import io.keelstream.messaging.event.Received;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The targets whose newest commit was rejected. The applier does not know about that: its read model starts with the first good
 * bundle. Pure.
 */
final class RejectedTargets {

    /**
     * A target as it is shown.
     *
     * @param state the read model, completed by the rejection
     * @param rejected whether its newest commit was rejected
     */
    record Row(TargetState state, boolean rejected) {}

    private final Map<TargetName, Rejection> rejections = new TreeMap<>();

    private record Rejection(TargetHead head, String commit, Instant since) {}

    /** From the records of the topic {@code head}. */
    RejectedTargets(Collection<Received<Head>> records) {
        records.forEach(this::learn);
    }

    /** Every target, those that never had a good commit included; by application and target. */
    List<Row> rows(Collection<TargetState> states) {
        Map<TargetName, Row> rows = new TreeMap<>();
        rejections.forEach((name, rejection) -> rows.put(name, new Row(never(name, rejection), true)));
        for (TargetState state : states) {
            TargetName name = new TargetName(state.target(), state.application());
            Rejection rejection = rejections.get(name);
            rows.put(name, rejection == null ? new Row(state, false) : new Row(rejected(state, rejection), true));
        }
        return rows.values().stream()
                .sorted((a, b) -> StatusText.order(a.state(), b.state()))
                .toList();
    }

    private void learn(Received<Head> received) {
        Head.ApplicationHead application = received.payload().application();
        int mark = received.key().indexOf('#');
        if (application == null || mark < 0) {
            return;
        }
        String name = received.key().substring(mark + 1);
        String commit = received.payload().revision() == null
                ? ""
                : received.payload().revision().shortCommit();
        application.targets().forEach((target, head) -> {
            if (head.rejected()) {
                rejections.put(new TargetName(target, name), new Rejection(head, commit, received.time()));
            }
        });
    }

    private static TargetState never(TargetName name, Rejection rejection) {
        TargetHead head = rejection.head();
        return new TargetState(
                TargetIdentity.of(name, head.bundle().cluster(), head.bundle().namespace()),
                new Revisions(null, null),
                new State("Missing", rejection.since(), 0, List.of()),
                Deployment.NONE,
                waitingFor(rejection, ""),
                head.problems());
    }

    private static TargetState rejected(TargetState state, Rejection rejection) {
        List<Problem> conditions = new ArrayList<>(rejection.head().problems());
        conditions.addAll(state.conditions());
        return state.with(waitingFor(rejection, state.waitingFor()), conditions);
    }

    private static String waitingFor(Rejection rejection, String other) {
        List<Problem> problems = rejection.head().problems();
        @Nullable Problem first = problems.isEmpty() ? null : problems.getFirst();
        return "a commit that fixes " + rejection.commit()
                + (first == null ? "" : ": " + StatusText.problem(first))
                + (problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : "")
                + (other.isEmpty() ? "" : "; " + other);
    }
}
