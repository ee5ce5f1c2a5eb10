package io.keelstream.cli.canary;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.offline.plot.EvidencePlot;
import io.keelstream.contracts.analysis.AnalysisFindings;
import io.keelstream.contracts.analysis.AnalysisMeasured;
import io.keelstream.contracts.analysis.AnalysisMethod;
import io.keelstream.contracts.analysis.AnalysisStarted;
import io.keelstream.contracts.analysis.AnalysisSubject;
import io.keelstream.contracts.analysis.ArmComparison;
import io.keelstream.contracts.analysis.MetricFinding;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.messaging.event.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the analyses of one release have found, as the canary stream has it. Pure.
 *
 * @param subject its latest analysis
 * @param events what was published of it, oldest first
 */
record ReleaseEvidence(AnalysisSubject subject, List<Received<? extends Record>> events) {

    private static final double MINUTE = 60_000;

    ReleaseEvidence {
        events = List.copyOf(events);
    }

    /**
     * The running or last release with an analysis.
     *
     * @param all what was published of a target, in any order
     */
    static Optional<ReleaseEvidence> latest(List<Received<? extends Record>> all) {
        List<Received<? extends Record>> sorted = all.stream()
                .filter(each -> subject(each.payload()) != null)
                .sorted(Comparator.comparing(Received::time))
                .toList();
        if (sorted.isEmpty()) {
            return Optional.empty();
        }
        AnalysisSubject last = Objects.requireNonNull(subject(sorted.getLast().payload()));
        return Optional.of(new ReleaseEvidence(
                last,
                sorted.stream()
                        .filter(each -> deployment(each.payload())
                                .equals(last.identity().deploymentId()))
                        .toList()));
    }

    /** How many of them say what was measured. */
    long measured() {
        return events.stream().filter(each -> at(each.payload()) != null).count();
    }

    /** What is worth knowing about the latest measurements, in sentences. */
    List<String> notes() {
        return events.stream()
                .map(each -> findings(each.payload()))
                .filter(Objects::nonNull)
                .reduce((one, later) -> later)
                .map(latest -> latest.notes().stream().map(Problem::message).toList())
                .orElse(List.of());
    }

    /** The evidence over time with both thresholds; steps and verdicts are marked. */
    String svg() {
        AnalysisMethod method = events.stream()
                .map(each -> method(each.payload()))
                .filter(Objects::nonNull)
                .reduce((one, later) -> later)
                .orElse(null);
        EvidencePlot plot = EvidencePlot.overMinutes(
                subject.target() + "/" + subject.application(),
                or(method == null ? null : method.falseAlarm(), AnalysisConfig.FALSE_ALARM),
                or(method == null ? null : method.wrongPass(), AnalysisConfig.WRONG_PASS));
        Instant begin = events.stream()
                .map(each -> Optional.ofNullable(at(each.payload())).orElse(each.time()))
                .min(Comparator.naturalOrder())
                .orElseThrow();
        int step = -1;
        for (Received<? extends Record> event : events) {
            Instant measured = at(event.payload());
            double minute = Duration.between(begin, measured == null ? event.time() : measured)
                            .toMillis()
                    / MINUTE;
            int current =
                    Objects.requireNonNull(subject(event.payload())).position().step();
            if (current != step) {
                plot.mark(minute, "step " + (current + 1));
                step = current;
            }
            if (event.payload() instanceof VerdictIssued issued) {
                plot.mark(minute, issued.verdict().name());
            }
            AnalysisFindings findings = findings(event.payload());
            if (measured != null && findings != null) {
                add(plot, minute, findings);
            }
        }
        return plot.svg();
    }

    private static void add(EvidencePlot plot, double minute, AnalysisFindings findings) {
        plot.add(minute, or(findings.logE(), Double.NaN));
        for (MetricFinding metric : findings.metrics()) {
            for (ArmComparison comparison : metric.comparisons()) {
                plot.add(
                        minute,
                        comparison.name(),
                        or(comparison.evidence().logE(), Double.NaN),
                        or(comparison.evidence().logPass(), Double.NaN));
            }
        }
    }

    private static double or(@Nullable Double number, double otherwise) {
        return number == null ? otherwise : number;
    }

    private static String deployment(Record event) {
        AnalysisSubject subject = subject(event);
        return subject == null ? "" : subject.identity().deploymentId();
    }

    private static @Nullable AnalysisSubject subject(Record event) {
        return switch (event) {
            case AnalysisStarted started -> started.analysis();
            case AnalysisMeasured measured -> measured.analysis();
            case VerdictIssued issued -> issued.analysis();
            default -> null;
        };
    }

    private static @Nullable AnalysisMethod method(Record event) {
        return switch (event) {
            case AnalysisStarted started -> started.method();
            case VerdictIssued issued -> issued.method();
            default -> null;
        };
    }

    private static @Nullable AnalysisFindings findings(Record event) {
        return switch (event) {
            case AnalysisMeasured measured -> measured.findings();
            case VerdictIssued issued -> issued.findings();
            default -> null;
        };
    }

    /** Until when it was measured; null where it was not. */
    private static @Nullable Instant at(Record event) {
        AnalysisFindings findings = findings(event);
        return findings == null ? null : findings.to();
    }
}
