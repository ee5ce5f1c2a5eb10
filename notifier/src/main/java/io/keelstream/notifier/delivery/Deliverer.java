package io.keelstream.notifier.delivery;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.keelstream.notifier.delivery.Undelivered.Failed;
import io.keelstream.notifier.notice.Notice;
import io.keelstream.notifier.sink.Message;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one sink of one event after the other: what it asked for, once as far as this process knows, and not faster than it wants. What
 * cannot be delivered is thrown back, and comes again or is {@linkplain #ended given up}. Used by one thread.
 */
final class Deliverer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);

    private final SinkSettings settings;
    private final Clock clock;
    private final Post post;
    private final SinkMeters meters;
    private final RateLimiter rate;

    /** Ids of events, so that one that Kafka hands out again is not sent again. */
    private final Recent seen = new Recent();

    /** Places of messages that take the place of earlier ones. */
    private final Recent newest = new Recent();

    private Instant notBefore = Instant.MIN;

    Deliverer(SinkSettings settings, SinkMeters meters, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.post = new Post(settings);
        this.meters = meters;
        this.rate = RateLimiter.of(
                settings.name(),
                RateLimiterConfig.custom()
                        .limitForPeriod(settings.limits().perMinute())
                        .limitRefreshPeriod(Duration.ofMinutes(1))
                        .timeoutDuration(Duration.ofMinutes(2))
                        .build());
    }

    /**
     * Delivers the event where the sink asked for it; returns when the sink has it.
     *
     * @throws Undelivered when it has not
     */
    void deliver(Notice notice) throws InterruptedException {
        String place = settings.sink().place(notice).orElse(null);
        if (!settings.filter().takes(notice)
                || seen.has(notice.event().id())
                || (place != null && newest.after(place, notice.event().time()))) {
            meters.passed(notice.event().id());
            return;
        }
        Message message = message(notice).orElse(null);
        if (message == null) {
            meters.passed(notice.event().id());
            return;
        }
        if (clock.instant().isBefore(notBefore)) {
            throw failed(notice, new Failed("the sink asks to be left alone until " + notBefore, null));
        }
        boolean _ = rate.acquirePermission();
        try {
            post.send(message);
        } catch (Failed failed) {
            throw failed(notice, failed);
        }
        seen.put(notice.event().id(), notice.event().time());
        if (place != null) {
            newest.put(place, notice.event().time());
        }
        ended("delivered", notice);
    }

    /** The event is not sent again. */
    void ended(Notice notice, Undelivered why) {
        String result = why instanceof Failed ? "given-up" : "refused";
        ended(result, notice);
        LOG.atError()
                .addKeyValue("sink", settings.name())
                .addKeyValue("target", notice.target())
                .addKeyValue("event", notice.event().id())
                .addKeyValue("kind", notice.kind())
                .addKeyValue("cause", why.getMessage())
                .log(why instanceof Failed ? "A notification is given up" : "A notification is refused");
    }

    private void ended(String result, Notice notice) {
        meters.passed(notice.event().id());
        meters.ended(result, age(notice));
    }

    /** Other processes may have what it waited with. */
    void revoked() {
        meters.nothingWaits();
    }

    private Optional<Message> message(Notice notice) {
        try {
            return settings.sink().message(notice, clock.instant());
        } catch (IOException e) {
            throw failed(notice, new Failed(String.valueOf(e.getMessage()), null));
        }
    }

    private Failed failed(Notice notice, Failed failed) {
        Duration pause = failed.pause();
        if (pause != null) {
            notBefore = clock.instant().plus(pause);
        }
        meters.failed(notice.event().id(), notice.event().time());
        LOG.atWarn()
                .addKeyValue("sink", settings.name())
                .addKeyValue("target", notice.target())
                .addKeyValue("event", notice.event().id())
                .addKeyValue("cause", failed.getMessage())
                .log("A notification is not delivered yet");
        return failed;
    }

    /** How much longer the event is sent again; zero or less when not. */
    Duration left(Notice notice) {
        return settings.limits().keepTrying().minus(age(notice));
    }

    private Duration age(Notice notice) {
        return Duration.between(notice.event().time(), clock.instant());
    }

    @Override
    public void close() {
        post.close();
    }
}
