package io.keelstream.cli.events;

import io.keelstream.cli.drift.DriftText;
import io.keelstream.cli.output.JsonOutput;
import io.keelstream.contracts.analysis.AnalysisArm;
import io.keelstream.contracts.analysis.AnalysisCancelled;
import io.keelstream.contracts.analysis.AnalysisMeasured;
import io.keelstream.contracts.analysis.AnalysisStarted;
import io.keelstream.contracts.analysis.AnalysisSubject;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.contracts.attention.Attention;
import io.keelstream.contracts.attention.TargetAttention;
import io.keelstream.contracts.deployment.ChangeSummary;
import io.keelstream.contracts.deployment.DeploymentDelayed;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentProgressed;
import io.keelstream.contracts.deployment.DeploymentSkipped;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.DeploymentSubject;
import io.keelstream.contracts.deployment.TargetRemoved;
import io.keelstream.contracts.drift.DriftChanged;
import io.keelstream.contracts.drift.DriftDetected;
import io.keelstream.contracts.drift.DriftResolved;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.revision.RevisionObserved;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.contracts.targets.TargetIdentity;
import io.keelstream.messaging.table.ReadEvent;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One line per event, and one below it for each of its parts. Pure. */
public final class EventText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    private EventText() {}

    /** The lines for users. */
    public static List<String> lines(ReadEvent event) {
        String type = event.type().type().replace("io.keelstream.", "").replace(".v1", "");
        Record payload = event.received().payload();
        List<String> lines = new ArrayList<>();
        lines.add(TIME.format(event.received().time()) + "  " + type + "  "
                + event.received().key() + "  " + summary(payload));
        parts(payload).forEach(part -> lines.add("    " + part));
        return lines;
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
                about(started.deployment()) + "  " + counts(started.changes().counts(), "nothing to write");
            case DeploymentProgressed progressed -> about(progressed.deployment()) + "  " + progressed.message();
            case DeploymentFinished finished ->
                finished.outcome() + "  " + about(finished.deployment()) + "  "
                        + counts(finished.changes().counts(), "nothing changed") + " in "
                        + finished.durations().healthyMillis() + " ms";
            case DeploymentDelayed delayed ->
                delayed.state() + "  " + delayed.revision().shortCommit() + "  " + delayed.message();
            case DeploymentSkipped skipped ->
                skipped.reason() + "  " + Revision.shortened(skipped.commit())
                        + (skipped.reason() == DeploymentSkipped.Reason.OVERTAKEN
                                ? " by " + skipped.revision().shortCommit()
                                : "");
            case TargetRemoved removed ->
                "removed from " + removed.cluster()
                        + (removed.orphaned() == 0 ? "" : ", " + removed.orphaned() + " objects kept");
            case TargetAttention(TargetIdentity _, Attention attention) ->
                attention.cause() + "  " + attention.revision().shortCommit() + "  " + attention.message();
            case RevisionObserved observed ->
                observed.revision().shortCommit() + "  " + observed.objects() + " objects by " + observed.renderer()
                        + (observed.changed() ? "" : ", unchanged");
            case RevisionRejected rejected -> "REJECTED  " + rejected.revision().shortCommit();
            case DriftDetected drift -> DriftText.summary(DriftText.objects(drift.objects()), drift.count());
            case DriftChanged drift -> DriftText.summary(DriftText.objects(drift.objects()), drift.count());
            case DriftResolved drift -> DriftText.summary(DriftText.ends(drift.objects()), drift.count());
            case AnalysisStarted started ->
                revision(started.analysis()) + "  " + arm(started.canary()) + " against " + arm(started.baseline());
            case AnalysisMeasured measured -> revision(measured.analysis()) + "  " + measured.reason();
            case AnalysisCancelled cancelled -> cancelled.cause() + "  " + revision(cancelled.analysis());
            case VerdictIssued issued -> issued.verdict() + "  " + revision(issued.analysis()) + "  " + issued.reason();
            case Plan plan -> plan.state() + "  " + plan.revision().shortCommit();
            default -> "";
        };
    }

    /** What is listed below the summary. */
    private static List<String> parts(Record payload) {
        return switch (payload) {
            case DeploymentFinished finished -> problems(finished.problems());
            case TargetAttention(TargetIdentity _, Attention attention) ->
                List.of("since " + attention.since().truncatedTo(ChronoUnit.SECONDS) + ": " + attention.command());
            case RevisionRejected rejected -> problems(rejected.problems());
            case DriftDetected drift -> DriftText.parts(DriftText.objects(drift.objects()), drift.count());
            case DriftChanged drift -> DriftText.parts(DriftText.objects(drift.objects()), drift.count());
            case DriftResolved drift -> DriftText.parts(DriftText.ends(drift.objects()), drift.count());
            case AnalysisMeasured measured -> problems(measured.problems());
            case VerdictIssued issued ->
                Stream.concat(
                                problems(issued.problems()).stream(),
                                problems(issued.findings().notes()).stream())
                        .toList();
            case Plan plan -> {
                List<String> parts = new ArrayList<>(problems(plan.problems()));
                if (plan.notBefore() != null) {
                    parts.add("next attempt at " + plan.notBefore());
                }
                yield parts;
            }
            default -> List.of();
        };
    }

    private static String about(DeploymentSubject subject) {
        String retry = subject.attempt() == 0 ? "" : " (attempt " + (subject.attempt() + 1) + ")";
        String rehearsal = subject.trigger() == Plan.Trigger.REHEARSAL ? "rehearsal of " : "";
        return rehearsal + subject.revision().shortCommit() + " \""
                + subject.revision().message() + "\"" + retry;
    }

    private static String revision(AnalysisSubject subject) {
        return subject.revision().shortCommit() + " step " + (subject.position().step() + 1);
    }

    /** The Service of an arm, or what the names of its pods begin with. */
    private static String arm(AnalysisArm arm) {
        String service = arm.service();
        int pattern = arm.pods().indexOf("-[");
        return service != null ? service : pattern < 0 ? arm.pods() : arm.pods().substring(0, pattern);
    }

    private static String counts(ChangeSummary.Counts changes, String none) {
        List<String> parts = new ArrayList<>();
        add(parts, changes.created(), "created");
        add(parts, changes.updated(), "updated");
        add(parts, changes.replaced(), "replaced");
        add(parts, changes.restored(), "deleted and restored");
        add(parts, changes.lost(), "deleted and not created");
        add(parts, changes.pruned(), "pruned");
        return parts.isEmpty() ? none : String.join(", ", parts);
    }

    private static void add(List<String> parts, int count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }

    private static List<String> problems(List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.reason() + ": " + (problem.where() == null ? "" : problem.where() + ": ")
                        + problem.message())
                .toList();
    }
}
