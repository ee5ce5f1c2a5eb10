package io.keelstream.e2e.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.trace.TraceReceiver.Received;
import io.keelstream.messaging.event.Ids;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The trace of a commit, as far as the receiver has it.
 *
 * @param id the trace's id
 */
record CommitTrace(TraceReceiver receiver, String id) {

    /** The way down to a release that puts drift back. */
    static final List<String> CORRECTION = List.of(
            "git-watcher observe",
            "git-watcher render",
            "planner plan",
            "applier release",
            "drift-detector detect drift",
            "planner plan",
            "applier release");

    private static final Duration LIMIT = Duration.ofMinutes(2);

    static CommitTrace of(TraceReceiver receiver, String installation, String commit) {
        return new CommitTrace(receiver, Ids.trace(installation, "infra", commit));
    }

    List<Received> spans() {
        return receiver.trace(id);
    }

    Optional<Received> span(String spanId) {
        return spans().stream().filter(each -> each.id().equals(spanId)).findFirst();
    }

    /** How a record names the span as its cause. */
    String header(Received span) {
        return "00-" + id + "-" + span.id() + "-01";
    }

    /** Waits for the end of a healthy release other than this one. */
    Received awaitHealthyAfter(Received release) {
        return await(span -> healthy(span) && !span.id().equals(release.id()));
    }

    /** Whether it is a release that ended well. */
    static boolean healthy(Received span) {
        return span.name().equals("release")
                && span.attribute("keelstream.outcome").equals("HEALTHY");
    }

    /** Waits for a span. */
    Received await(Predicate<Received> wanted) {
        return Awaitility.await("a span of trace " + id)
                .atMost(LIMIT)
                .until(() -> spans().stream().filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** From the root down to the span, each with its service. */
    List<String> path(Received span) {
        List<String> above = span(span.parent()).map(this::path).orElse(List.of());
        return Stream.concat(above.stream(), Stream.of(span.service() + " " + span.name()))
                .toList();
    }

    /** One root, and a parent for every other span. */
    void assertOneTree() {
        List<Received> spans = spans();
        List<String> ids = spans.stream().map(Received::id).toList();
        assertThat(spans)
                .filteredOn(span -> !ids.contains(span.parent()))
                .singleElement()
                .returns("observe", Received::name)
                .returns("", Received::parent);
    }
}
