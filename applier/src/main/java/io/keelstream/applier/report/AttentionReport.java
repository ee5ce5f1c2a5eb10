package io.keelstream.applier.report;

import io.keelstream.applier.attention.Attentions;
import io.keelstream.contracts.attention.Attention;
import io.keelstream.contracts.attention.TargetAttention;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.targets.TargetIdentity;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Ids;
import java.util.List;
import java.util.stream.Stream;

/** Writes the events about what waits for a person. Pure. */
final class AttentionReport {

    private AttentionReport() {}

    /** What is said and what is resolved now. */
    static List<Fact> of(String key, TargetIdentity identity, Attentions attentions, EventContext context) {
        return Stream.concat(
                        attentions.said().stream()
                                .map(each -> fact(EventType.ATTENTION_NEEDED, key, identity, each, context)),
                        attentions.resolved().stream()
                                .map(each -> fact(EventType.ATTENTION_RESOLVED, key, identity, each, context)))
                .toList();
    }

    private static Fact fact(
            EventType type, String key, TargetIdentity identity, Attention attention, EventContext context) {
        String correlation = Ids.correlation(key, attention.revision().commit());
        return Fact.of(
                type,
                key,
                new TargetAttention(identity, attention),
                new EventContext(context.time(), context.causationId(), correlation, context.traceparent()));
    }
}
