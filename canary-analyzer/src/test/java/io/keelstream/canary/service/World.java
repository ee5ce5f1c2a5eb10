package io.keelstream.canary.service;

import io.keelstream.canary.CanaryAnalyzer;
import io.keelstream.canary.CanaryAnalyzerSettings;
import io.keelstream.canary.analysis.AnalysisSettings;
import io.keelstream.canary.prometheus.PrometheusSettings;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.AnalysisCancelled;
import io.keelstream.contracts.analysis.AnalysisMeasured;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisStarted;
import io.keelstream.contracts.analysis.AnalysisSubject;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.broker.EmbeddedBroker;
import io.keelstream.messaging.codec.CloudEventCodec;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.Service;
import io.keelstream.messaging.table.EventReader;
import io.keelstream.messaging.table.ReadEvent;
import io.keelstream.messaging.table.TableReader;
import io.keelstream.messaging.topic.Partitions;
import io.keelstream.messaging.topic.Provisioning;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A broker with the topics, a writer of gates in place of the applier, a reader of the analyzer's events, and analyzers. */
final class World implements AutoCloseable {

    static final int PARTITIONS = 3;
    private static final Duration LONG = Duration.ofSeconds(90);

    private final Path logs;
    private final EmbeddedBroker broker;
    private final KafkaSettings kafka;
    private final Producer<byte[], byte[]> producer;
    private final EventReader reader;
    private final List<ReadEvent> events = new CopyOnWriteArrayList<>();
    private final AtomicLong sequence = new AtomicLong(1);
    private final List<Service> analyzers = new ArrayList<>();

    /**
     * The installation {@code test}: measurements are published every minute, and verdicts hold for ten.
     *
     * @param timeout how long a query may take
     */
    private static CanaryAnalyzerSettings settings(URI prometheus, Duration timeout) {
        return new CanaryAnalyzerSettings(
                "test",
                List.of(PrometheusSettings.open(prometheus, timeout)),
                new AnalysisSettings(Duration.ofMinutes(1), Duration.ofMinutes(10)));
    }

    World(Path folder) {
        logs = folder.resolve("logs");
        broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        kafka = KafkaSettings.at(broker.bootstrapServers());
        Provisioning.install(kafka.clientProperties(), PARTITIONS, (short) 1);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        reader = new EventReader(kafka, List.of(Topic.CANARY));
        reader.read(EventReader.Start.BEGINNING, events::add);
    }

    KafkaSettings kafka() {
        return kafka;
    }

    /** Folder for what processes print. */
    Path logs() {
        return logs;
    }

    /**
     * Starts an untraced analyzer in this process and returns when it works; it stops with this world.
     *
     * @param timeout how long a query may take
     */
    Service analyze(URI prometheus, Duration timeout, MeterRegistry meters) {
        return analyze(prometheus, timeout, meters, Traces.off("test", CanaryAnalyzer.SERVICE));
    }

    /** The same with traces. */
    Service analyze(URI prometheus, Duration timeout, MeterRegistry meters, Traces traces) {
        Service analyzer = CanaryAnalyzer.of(settings(prometheus, timeout), kafka, meters, traces, Clock.systemUTC());
        analyzers.add(analyzer);
        analyzer.start();
        Awaitility.await("the analyzer works").atMost(LONG).until(analyzer::ready);
        return analyzer;
    }

    /** A release waits from then on. */
    void ask(String target, AnalysisRequest request, Instant at) {
        ask(target, request, at, null);
    }

    /** A release that is traced waits from then on. */
    void ask(String target, AnalysisRequest request, Instant at, @Nullable String traceparent) {
        askAsItIs(target, Gates.at(target, request), at, traceparent);
    }

    /** The same for a gate whose id may be of another target. */
    void askAsItIs(String target, AnalysisRequest request, Instant at, @Nullable String traceparent) {
        write(Fact.of(EventType.ANALYSIS_REQUESTED, target, request, new EventContext(at, null, null, traceparent)));
    }

    /** The release waits no longer. */
    void withdraw(String target) {
        write(Fact.tombstone(EventType.ANALYSIS_REQUESTED, target, EventContext.at(Instant.now())));
    }

    /** What was published about an analysis, in order. */
    List<Record> published(String analysisId) {
        return events.stream()
                .<Record>map(event -> event.received().payload())
                .filter(payload -> names(payload).contains(analysisId))
                .toList();
    }

    /** Everything that was published, with its envelope. */
    List<ReadEvent> events() {
        return events;
    }

    /** The trace context of everything published about an analysis. */
    Set<String> headers(String analysisId) {
        return events.stream()
                .filter(event -> names(event.received().payload()).contains(analysisId))
                .map(event -> String.valueOf(event.received().traceparent()))
                .collect(Collectors.toSet());
    }

    /** Waits for an event of an analysis. */
    <T extends Record> T await(String analysisId, Class<T> type) {
        return await(analysisId, type, _ -> true);
    }

    /** Waits for an event of an analysis that is as wanted. */
    <T extends Record> T await(String analysisId, Class<T> type, Predicate<T> wanted) {
        return Awaitility.await(type.getSimpleName() + " of " + analysisId)
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> published(analysisId).stream()
                                .filter(type::isInstance)
                                .map(type::cast)
                                .filter(wanted)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** The state that is kept of a target; null for none. */
    @Nullable
    Analysis kept(String target) {
        try (TableReader<Analysis> table = new TableReader<>(kafka, Topic.ANALYSIS, Analysis.class)) {
            return table.load(LONG).get(target) instanceof Entry.Present<Analysis> present
                    ? present.received().payload()
                    : null;
        }
    }

    @Override
    public void close() {
        analyzers.forEach(analyzer -> analyzer.stop(Duration.ofSeconds(10)));
        reader.close();
        producer.close(Duration.ofSeconds(1));
        broker.close();
    }

    private void write(Fact fact) {
        String key = fact.key();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                fact.topic().topicName(),
                Partitions.of(key, PARTITIONS),
                key.getBytes(StandardCharsets.UTF_8),
                CloudEventCodec.data(fact));
        CloudEventCodec.headers(fact, "/keelstream/test/applier", sequence.getAndIncrement())
                .forEach(record.headers()::add);
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What tests call the analysis of an event: its trial and round, or in the first round the trial alone. */
    private static Set<String> names(Record payload) {
        AnalysisSubject subject = switch (payload) {
            case AnalysisStarted started -> started.analysis();
            case AnalysisMeasured measured -> measured.analysis();
            case AnalysisCancelled cancelled -> cancelled.analysis();
            case VerdictIssued issued -> issued.analysis();
            default -> throw new IllegalArgumentException("no event of an analysis: " + payload);
        };
        String name = subject.identity().trial() + "/" + subject.position().round();
        return subject.position().round() == 0 ? Set.of(subject.identity().trial(), name) : Set.of(name);
    }
}
