package io.keelstream.e2e.apart;

import io.keelstream.contracts.analysis.AnalysisArm;
import io.keelstream.contracts.analysis.AnalysisIdentity;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisStep;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.codec.CloudEventCodec;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Ids;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Asks for an analysis, as an applier with canary releases will. */
public final class Gate {

    private Gate() {}

    /** Asks for an hour. */
    static void ask(KafkaSettings kafka, String target) throws Exception {
        Instant now = Instant.now();
        Revision revision =
                new Revision("infra", "refs/heads/main", "8c1f0e5b7a3d", "Ada <ada@example.org>", "Try", now);
        ask(kafka, target, revision, now.plusSeconds(3_600), null);
    }

    /**
     * Asks for a second.
     *
     * @param traceparent trace context of the release that asks
     */
    public static void ask(KafkaSettings kafka, String target, Revision revision, String traceparent) throws Exception {
        ask(kafka, target, revision, Instant.now().plusSeconds(1), traceparent);
    }

    private static void ask(
            KafkaSettings kafka, String target, Revision revision, Instant until, @Nullable String traceparent)
            throws Exception {
        Instant now = Instant.now();
        Map<String, Object> errors = Map.of("name", "errors", "kind", "ratio", "preset", "spring-boot-http");
        String trial = "4b1f9d2e-7a60-5c83-9e1d-6f2a3b4c5d6e";
        AnalysisRequest request = new AnalysisRequest(
                new AnalysisIdentity(
                        Ids.analysis(target, trial, 0, 0), trial, "0b6a8d1e-6f7c-5a3b-9d2e-4f5061728394", "sha256:00"),
                revision,
                new AnalysisRequest.Place("default", "shop"),
                new AnalysisStep(0, 0, Need.PASS, 0, null, until),
                new AnalysisArm("shop-stable-.*", null, now, null),
                new AnalysisArm("shop-canary-.*", null, now, null),
                Map.of("metrics", List.of(errors)));
        Fact fact =
                Fact.of(EventType.ANALYSIS_REQUESTED, target, request, new EventContext(now, null, null, traceparent));
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka.clientProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
            int partition = Partitions.of(
                    target, producer.partitionsFor(Topic.GATE.topicName()).size());
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                    Topic.GATE.topicName(),
                    partition,
                    target.getBytes(StandardCharsets.UTF_8),
                    CloudEventCodec.data(fact));
            CloudEventCodec.headers(fact, "/keelstream/acme/applier", 1).forEach(record.headers()::add);
            producer.send(record).get();
        }
    }
}
