package io.keelstream.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Ids;
import io.keelstream.messaging.event.Received;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class TracesTests {

    private static final Revision ONE = revision("1".repeat(40));
    private static final Revision TWO = revision("2".repeat(40));
    private static final String SHOP = "production/shop";

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final Traces watcher = traces("git-watcher", Sampler.parentBased(Sampler.alwaysOn()));
    private final Traces planner = traces("planner", Sampler.parentBased(Sampler.alwaysOn()));

    @AfterEach
    void noStageIsLeftInTheLogs() {
        assertThat(MDC.get(Stage.LOGGED_TRACE)).isNull();
        assertThat(MDC.get(Stage.LOGGED_SPAN)).isNull();
    }

    @Test
    void firstStageOfACommitHasTheCommitsTraceIdAndNoParent() {
        // When
        try (Stage stage = watcher.of("observe", "infra", ONE.commit()).open()) {
            stage.with("rendered", 2);
        }

        // Then
        SpanData span = span("observe");
        assertThat(span.getTraceId()).isEqualTo(Ids.trace("acme", "infra", ONE.commit()));
        assertThat(span.getParentSpanContext().isValid()).isFalse();
        assertThat(text(span, "keelstream.commit")).isEqualTo(ONE.commit());
        assertThat(text(span, "vcs.ref.head.revision")).isEqualTo(ONE.commit());
        assertThat(text(span, "vcs.repository.name")).isEqualTo("infra");
    }

    @Test
    void stageThatProcessesARecordIsTheChildOfTheSpanThatTheRecordNames() {
        // Given
        String header;
        try (Stage observe = watcher.of("observe", "infra", ONE.commit()).open();
                Stage render = observe.part("render")) {
            header = render.traceparent();
        }

        // When
        planner.of("plan", ONE, SHOP)
                .processing(Topic.DESIRED, received(header))
                .open()
                .close();

        // Then
        assertThat(header)
                .isEqualTo("00-" + Ids.trace("acme", "infra", ONE.commit()) + "-"
                        + span("render").getSpanId() + "-01");
        SpanData plan = span("plan");
        assertThat(plan.getTraceId()).isEqualTo(span("observe").getTraceId());
        assertThat(plan.getParentSpanId()).isEqualTo(span("render").getSpanId());
        assertThat(plan.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(text(plan, "keelstream.target")).isEqualTo(SHOP);
        assertThat(text(plan, "messaging.destination.name")).isEqualTo("keelstream.desired.v1");
        assertThat(text(plan, "messaging.message.id")).isEqualTo("event");
    }

    @Test
    void causeInAnotherCommitIsLinkedAndBothKeepTheirTraces() {
        // Given
        Stage other = watcher.of("observe", "infra", ONE.commit()).open();
        other.close();

        // When
        planner.of("plan", TWO, SHOP).causedBy(other.traceparent()).open().close();

        // Then
        SpanData plan = span("plan");
        assertThat(plan.getTraceId()).isEqualTo(Ids.trace("acme", "infra", TWO.commit()));
        assertThat(plan.getParentSpanContext().isValid()).isFalse();
        assertThat(plan.getLinks())
                .extracting(LinkData::getSpanContext)
                .singleElement()
                .returns(span("observe").getSpanId(), context -> context.getSpanId());
    }

    @Test
    void stageThatResumesAnotherIsItsSiblingWithALink() {
        // Given
        Stage cause = watcher.of("observe", "infra", ONE.commit()).open();
        cause.close();
        Stage first =
                planner.of("first", ONE, SHOP).causedBy(cause.traceparent()).open();
        first.close();

        // When
        planner.of("second", ONE, SHOP)
                .causedBy(cause.traceparent())
                .resuming(first.traceparent())
                .open()
                .close();

        // Then
        SpanData second = span("second");
        assertThat(second.getParentSpanId()).isEqualTo(span("observe").getSpanId());
        assertThat(second.getLinks().getFirst().getSpanContext().getSpanId())
                .isEqualTo(span("first").getSpanId());
    }

    @Test
    void lastingStageIsOneSpanWhoeverGoesOnWithItAndIsSentWhenItIsOver() {
        // Given
        Stage cause = watcher.of("observe", "infra", ONE.commit()).open();
        cause.close();
        Traces elsewhere = traces("planner", Sampler.parentBased(Sampler.alwaysOn()));
        Stage first = lasting(planner, cause, "one");
        first.close();
        lasting(planner, cause, "two").close();
        assertThat(exported.getFinishedSpanItems()).hasSize(1);

        // When
        Stage last = lasting(elsewhere, cause, "one");
        last.over();
        last.close();

        // Then
        SpanData span = span("analyze");
        assertThat(exported.getFinishedSpanItems()).hasSize(2);
        assertThat(last.traceparent()).isEqualTo(first.traceparent()).contains(span.getSpanId());
        assertThat(span.getParentSpanId()).isEqualTo(span("observe").getSpanId());
        assertThat(span.getStartEpochNanos()).isEqualTo(7_000_000);
    }

    @Test
    void headerThatMeansNothingIsNoCause() {
        for (String header :
                new String[] {null, "", "00-zz-1-01", "00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-01"}) {
            exported.reset();
            planner.of("plan", ONE, SHOP)
                    .causedBy(header)
                    .resuming(header)
                    .open()
                    .close();

            SpanData plan = span("plan");
            assertThat(plan.getTraceId()).isEqualTo(Ids.trace("acme", "infra", ONE.commit()));
            assertThat(plan.getParentSpanContext().isValid()).isFalse();
            assertThat(plan.getLinks()).isEmpty();
        }
    }

    @Test
    void failureIsTheSpansStatus() {
        // When
        try (Stage stage = planner.of("plan", ONE, SHOP).open()) {
            stage.failed(List.of(new Problem("Invalid", "replicas is no number", "Deployment.apps/shop/web")));
        }

        // Then
        SpanData plan = span("plan");
        assertThat(plan.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(plan.getStatus().getDescription()).isEqualTo("replicas is no number");
        assertThat(text(plan, "error.type")).isEqualTo("Invalid");
    }

    @Test
    void stageMayHaveBegunBeforeItIsOpened() {
        // When
        planner.of("plan", ONE, SHOP).since(Instant.EPOCH.plusMillis(7)).open().close();

        // Then
        assertThat(span("plan").getStartEpochNanos()).isEqualTo(7_000_000);
    }

    @Test
    void logsOfAThreadNameTheInnermostOpenStage() {
        try (Stage outer = watcher.of("observe", "infra", ONE.commit()).open()) {
            assertThat(MDC.get(Stage.LOGGED_TRACE)).isEqualTo(Ids.trace("acme", "infra", ONE.commit()));
            assertThat(outer.traceparent()).contains(MDC.get(Stage.LOGGED_SPAN));
            try (Stage inner = outer.part("render")) {
                assertThat(inner.traceparent()).contains(MDC.get(Stage.LOGGED_SPAN));
            }
            assertThat(outer.traceparent()).contains(MDC.get(Stage.LOGGED_SPAN));
        }
    }

    @Test
    void whatIsNotSampledSaysSoToWhateverFollows() {
        // Given
        Traces unsampled = traces("git-watcher", Sampler.parentBased(Sampler.alwaysOff()));

        // When
        Stage observe = unsampled.of("observe", "infra", ONE.commit()).open();
        observe.close();
        planner.of("plan", ONE, SHOP).causedBy(observe.traceparent()).open().close();

        // Then
        assertThat(observe.traceparent())
                .startsWith("00-" + Ids.trace("acme", "infra", ONE.commit()))
                .endsWith("-00");
        assertThat(exported.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void withoutTracingEventsStillCarryTheCommitsTraceAndWhatIsKnownOfIt() {
        // Given
        Traces off = Traces.off("acme", "planner");
        Stage render = watcher.of("render", "infra", ONE.commit()).open();
        render.close();

        // When
        try (Stage caused =
                        off.of("plan", ONE, SHOP).causedBy(render.traceparent()).open();
                Stage part = caused.part("dry-run");
                Stage first = off.of("plan", ONE, SHOP).open();
                Stage other =
                        off.of("plan", TWO, SHOP).causedBy(render.traceparent()).open()) {
            // Then
            assertThat(caused.traceparent()).isEqualTo(render.traceparent());
            assertThat(part.traceparent()).isEqualTo(render.traceparent());
            assertThat(first.traceparent())
                    .matches("00-" + Ids.trace("acme", "infra", ONE.commit()) + "-[0-9a-f]{16}-01");
            assertThat(other.traceparent()).startsWith("00-" + Ids.trace("acme", "infra", TWO.commit()));
        }
        assertThat(exported.getFinishedSpanItems()).hasSize(1);
    }

    private static Stage lasting(Traces traces, Stage cause, String name) {
        return traces.of("analyze", ONE, SHOP)
                .causedBy(cause.traceparent())
                .since(Instant.EPOCH.plusMillis(7))
                .lasting(name)
                .open();
    }

    private Traces traces(String service, Sampler sampler) {
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setIdGenerator(new CommitIds())
                .setSampler(sampler)
                .addSpanProcessor(SimpleSpanProcessor.create(exported))
                .build();
        return new Traces(
                "acme",
                service,
                OpenTelemetrySdk.builder().setTracerProvider(provider).build());
    }

    private SpanData span(String name) {
        return exported.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String text(SpanData span, String attribute) {
        return span.getAttributes().get(AttributeKey.stringKey(attribute));
    }

    private static Received<?> received(String traceparent) {
        return new Received<>(
                SHOP, ONE, "event", 1, Instant.EPOCH, new Received.Place(2, 5, Instant.EPOCH), traceparent);
    }

    private static Revision revision(String commit) {
        return new Revision("infra", "refs/heads/main", commit, "A", "Change", Instant.EPOCH);
    }
}
