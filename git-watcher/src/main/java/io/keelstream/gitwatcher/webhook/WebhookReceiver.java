package io.keelstream.gitwatcher.webhook;

import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.json.JsonException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges deliveries, cheapest first: the name, the size, the signature, and only then what is in it. Whatever is sent costs at
 * most one body and wakes a ref at most as often as {@link Pace} allows. Thread-safe.
 */
public final class WebhookReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookReceiver.class);
    private static final Duration BODY_LIMIT = Duration.ofSeconds(10);
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Map<String, WebhookSettings> webhooks;
    private final List<RepositorySettings> repositories;
    private final BiConsumer<RepositorySettings, Provider> wake;
    private final MeterRegistry meters;
    private final Duration bodyLimit;

    /**
     * A receiver.
     *
     * @param webhooks by the repositories' names
     * @param repositories every ref of the installation
     * @param wake is called for each ref that a delivery names; must return at once
     */
    WebhookReceiver(
            Map<String, WebhookSettings> webhooks,
            List<RepositorySettings> repositories,
            BiConsumer<RepositorySettings, Provider> wake,
            MeterRegistry meters) {
        this(webhooks, repositories, wake, meters, BODY_LIMIT);
    }

    WebhookReceiver(
            Map<String, WebhookSettings> webhooks,
            List<RepositorySettings> repositories,
            BiConsumer<RepositorySettings, Provider> wake,
            MeterRegistry meters,
            Duration bodyLimit) {
        this.webhooks = Map.copyOf(webhooks);
        this.repositories = List.copyOf(repositories);
        this.wake = wake;
        this.meters = meters;
        this.bodyLimit = bodyLimit;
    }

    /** Judges one delivery and wakes what it names. */
    public Outcome receive(Delivery delivery) {
        WebhookSettings settings = webhooks.get(delivery.repository());
        Outcome outcome = settings == null ? Outcome.UNKNOWN : receive(delivery, settings);
        String repository = settings == null ? "" : delivery.repository();
        meters.counter("keelstream.webhooks", "repository", repository, "outcome", outcome.label())
                .increment();
        LOG.atDebug()
                .addKeyValue("repository", repository)
                .addKeyValue("outcome", outcome.label())
                .log("A webhook was received");
        return outcome;
    }

    private Outcome receive(Delivery delivery, WebhookSettings settings) {
        Provider provider = settings.provider();
        byte[] body;
        try {
            body = BoundedBody.read(delivery, bodyLimit);
        } catch (BoundedBody.RefusedException e) {
            return e.outcome();
        }
        if (!provider.proof().holds(delivery::header, body, settings.secret())) {
            return Outcome.FORGED;
        }
        String type = delivery.header("Content-Type");
        if (type != null && type.startsWith(FORM)) {
            return Outcome.FORM;
        }
        Set<String> refs;
        try {
            refs = body.length == 0 ? Set.of() : provider.refs(Json.readObject(body));
        } catch (JsonException e) {
            return Outcome.MALFORMED;
        }
        List<RepositorySettings> named = repositories.stream()
                .filter(each -> each.name().equals(delivery.repository()))
                .filter(each -> names(refs, each.ref(), provider))
                .toList();
        named.forEach(each -> wake.accept(each, provider));
        return named.isEmpty() ? Outcome.IGNORED : Outcome.ACCEPTED;
    }

    /** HEAD may be any branch: the repository says which. */
    private static boolean names(Set<String> refs, String ref, Provider provider) {
        return refs.isEmpty()
                ? provider.mayNameNone()
                : refs.contains(ref)
                        || (ref.equals("HEAD") && refs.stream().anyMatch(each -> each.startsWith("refs/heads/")));
    }
}
