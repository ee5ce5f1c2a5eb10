package io.keelstream.gitwatcher.webhook;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.contracts.webhook.WebhookReceived;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.EventReader;
import io.keelstream.messaging.table.TableWriter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks of an instance. The instance that a host reaches need not own the ref, so it writes a record that names the ref,
 * and every instance reads these records from the moment it starts: the owner looks, the others do nothing. Where no repository has
 * a webhook it does nothing at all. Started and stopped once.
 */
public final class Webhooks implements AutoCloseable {

    private final boolean any;
    private final KafkaSettings kafka;
    private final String source;
    private final Consumer<String> owned;
    private final WebhookReceiver receiver;
    private final WakeSender sender;
    private @Nullable EventReader reader;
    private @Nullable TableWriter writer;

    /**
     * Webhooks that are not received yet.
     *
     * @param webhooks by the repositories' names
     * @param repositories every ref of the installation
     * @param source this instance as the source of its records
     * @param owned is called with the key of each ref that was woken, here or elsewhere; must return at once
     */
    public Webhooks(
            Map<String, WebhookSettings> webhooks,
            List<RepositorySettings> repositories,
            KafkaSettings kafka,
            String source,
            MeterRegistry meters,
            Consumer<String> owned) {
        this.any = !webhooks.isEmpty();
        this.kafka = kafka;
        this.source = source;
        this.owned = owned;
        this.sender = new WakeSender(this::write);
        this.receiver = new WebhookReceiver(
                webhooks, repositories, (ref, provider) -> sender.wake(ref.key(), provider), meters);
    }

    /** What judges deliveries; also before {@link #start}, which then sends what came. */
    public WebhookReceiver receiver() {
        return receiver;
    }

    /** Begins to hear of woken refs and to report them. The broker must answer. */
    public void start() {
        if (!any) {
            return;
        }
        EventReader made = new EventReader(kafka, List.of(Topic.WEBHOOK));
        reader = made;
        made.read(EventReader.Start.NOW, event -> owned.accept(event.received().key()));
        writer = new TableWriter(kafka, source);
        sender.start();
    }

    /** Idempotent. */
    @Override
    public void close() {
        sender.close();
        if (reader != null) {
            reader.close();
            reader = null;
        }
        if (writer != null) {
            writer.close();
            writer = null;
        }
    }

    private void write(String ref, Provider provider) {
        TableWriter open = writer;
        if (open != null) {
            open.write(Fact.of(
                    EventType.WEBHOOK_RECEIVED,
                    ref,
                    new WebhookReceived(provider.label()),
                    EventContext.at(Clock.systemUTC().instant())));
        }
    }
}
