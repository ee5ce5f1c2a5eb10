package io.keelstream.cli.events;

import io.keelstream.cli.drift.DriftText;
import io.keelstream.cli.output.JsonOutput;
import io.keelstream.contracts.analysis.AnalysisCancelled;
import io.keelstream.contracts.analysis.AnalysisMeasured;
import io.keelstream.contracts.analysis.AnalysisStarted;
import io.keelstream.contracts.analysis.AnalysisSubject;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.contracts.deployment.ChangeSummary;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentProgressed;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.DeploymentSubject;
import io.keelstream.contracts.deployment.TargetRemoved;
import io.keelstream.contracts.drift.DriftChanged;
import io.keelstream.contracts.drift.DriftDetected;
import io.keelstream.contracts.drift.DriftResolved;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.RevisionObserved;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.messaging.table.ReadEvent;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line per event. Pure. */
public final class EventText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    private EventText() {}

    /** The line for users. */
    public static String line(ReadEvent event) {
        String type = event.type().type().replace("io.keelstream.", "").replace(".v1", "");
        return TIME.format(event.received().time()) + "  " + type + "  "
                + event.received().key() + "  " + summary(event.received().payload());
    }

    /** The event as one line of JSON: the CloudEvents attributes that identify it, and its data. */
    public static String json(ReadEvent event) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("type", event.type().type());
        object.put("id", event.received().id());
        object.put("subject", event.received().key());
        object.put("sequence", event.received().sequence());
        object.put("time", event.received().time().toString());
        object.put("data", JsonOutput.properties(event.received().payload()));
        return JsonOutput.text(object);
    }

    private static String summary(Record payload) {
        return switch (payload) {
            case DeploymentStarted started ->
                about(started.deployment()) + "  " + counts(started.changes().counts());
            case DeploymentProgressed progressed -> about(progressed.deployment()) + "  " + progressed.message();
            case DeploymentFinished finished ->
                finished.outcome() + "  " + about(finished.deployment()) + "  "
                        + counts(finished.changes().counts()) + " in "
                        + finished.durations().healthyMillis() + " ms" + problems(finished.problems());
            case TargetRemoved removed ->
                "removed from " + removed.cluster()
                        + (removed.orphaned() == 0 ? "" : ", " + removed.orphaned() + " objects kept");
            case RevisionObserved observed ->
                observed.revision().shortCommit() + "  " + observed.objects() + " objects by " + observed.renderer()
                        + (observed.changed() ? "" : ", unchanged");
            case RevisionRejected rejected ->
                "REJECTED  " + rejected.revision().shortCommit() + problems(rejected.problems());
            case DriftDetected drift -> DriftText.objects(drift.objects(), drift.count());
            case DriftChanged drift -> DriftText.objects(drift.objects(), drift.count());
            case DriftResolved drift -> DriftText.ends(drift.objects(), drift.count());
            case AnalysisStarted started ->
                revision(started.analysis()) + "  " + started.canary().pods() + " against "
                        + started.baseline().pods();
            case AnalysisMeasured measured ->
                revision(measured.analysis()) + "  " + measured.reason() + problems(measured.problems());
            case AnalysisCancelled cancelled -> cancelled.cause() + "  " + revision(cancelled.analysis());
            case VerdictIssued issued ->
                issued.verdict() + "  " + revision(issued.analysis()) + "  " + issued.reason()
                        + problems(issued.problems());
            case Plan plan ->
                plan.state() + "  " + plan.revision().shortCommit() + problems(plan.problems())
                        + (plan.notBefore() == null ? "" : "\n    next attempt at " + plan.notBefore());
            default -> "";
        };
    }

    private static String about(DeploymentSubject subject) {
        String retry = subject.attempt() == 0 ? "" : " (attempt " + (subject.attempt() + 1) + ")";
        return subject.revision().shortCommit() + " \"" + subject.revision().message() + "\"" + retry;
    }

    private static String revision(AnalysisSubject subject) {
        return subject.revision().shortCommit() + " step " + subject.position().step() + " round "
                + subject.position().round();
    }

    private static String counts(ChangeSummary.Counts changes) {
        List<String> parts = new ArrayList<>();
        add(parts, changes.created(), "created");
        add(parts, changes.updated(), "updated");
        add(parts, changes.replaced(), "replaced");
        add(parts, changes.restored(), "deleted and restored");
        add(parts, changes.lost(), "deleted and not created");
        add(parts, changes.pruned(), "pruned");
        return parts.isEmpty() ? "nothing to write" : String.join(", ", parts);
    }

    private static void add(List<String> parts, int count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }

    private static String problems(List<Problem> problems) {
        StringBuilder text = new StringBuilder();
        for (Problem problem : problems) {
            text.append("\n    ").append(problem.reason()).append(": ");
            text.append(problem.where() == null ? "" : problem.where() + ": ").append(problem.message());
        }
        return text.toString();
    }
}
