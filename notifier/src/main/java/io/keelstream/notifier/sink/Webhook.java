package io.keelstream.notifier.sink;

import io.keelstream.contracts.event.EventType;
import io.keelstream.messaging.codec.PayloadJson;
import io.keelstream.messaging.event.Received;
import io.keelstream.notifier.notice.Notice;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Any HTTP endpoint: the event as it is on Kafka, as one JSON object in CloudEvents' structured mode, signed as
 * <a href="https://www.standardwebhooks.com">Standard Webhooks</a> has it.
 *
 * @param address where to
 * @param secret with the keys of signatures, one a line; null for no signatures
 */
public record Webhook(URI address, @Nullable SecretFile secret) implements Sink {

    @Override
    public Optional<Message> message(Notice notice, Instant now) throws IOException {
        Received<? extends Record> event = notice.event();
        EventType type = notice.kind().type();
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("id", event.id());
        attributes.put("source", notice.source());
        attributes.put("type", type.type());
        attributes.put("subject", event.key());
        attributes.put("time", event.time().toString());
        attributes.put("sequence", String.valueOf(event.sequence()));
        attributes.put("dataschema", type.dataSchema().toString());
        attributes.put("datacontenttype", "application/json");
        String body = Json.of(attributes, PayloadJson.write(event.payload()));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/cloudevents+json");
        headers.put("webhook-id", event.id());
        headers.put("webhook-timestamp", String.valueOf(now.getEpochSecond()));
        if (secret != null) {
            headers.put("webhook-signature", Signature.of(secret, event.id(), now, body));
        }
        return Optional.of(new Message(address, headers, body));
    }
}
