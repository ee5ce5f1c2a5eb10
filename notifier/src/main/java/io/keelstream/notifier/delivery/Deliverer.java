package io.keelstream.notifier.delivery;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.keelstream.notifier.delivery.Undelivered.Failed;
import io.keelstream.notifier.delivery.Undelivered.Postponed;
import io.keelstream.notifier.delivery.Undelivered.Refused;
import io.keelstream.notifier.notice.Kind;
import io.keelstream.notifier.notice.Notice;
import io.keelstream.notifier.sink.Message;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one sink of one event after the other: what it asked for, once as far as this process knows, and not faster than it wants. What
 * cannot be delivered is thrown back, and comes again or is {@linkplain #ended given up}. Used by one thread.
 */
final class Deliverer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);

    /** Until it is asked again whether another message fits into the minute. */
    private static final Duration FULL = Duration.ofSeconds(1);

    private final SinkSettings settings;
    private final Clock clock;
    private final Post post;
    private final SinkMeters meters;
    private final RateLimiter rate;

    /** Ids of events, so that one that Kafka hands out again is not sent again. */
    private final Recent seen = new Recent();

    /** Places of messages that take the place of earlier ones, where a deployment has had its say. */
    private final Recent newest = new Recent();

    private final PendingCommits pending = new PendingCommits();

    /** First failures of events that happened in the future, as a clock elsewhere says. */
    private final Recent tried = new Recent();

    private Instant notBefore = Instant.EPOCH;

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
                        .timeoutDuration(Duration.ZERO)
                        .build());
    }

    /**
     * Delivers the event where the sink asked for it; returns when the sink has it.
     *
     * @throws Undelivered when it has not
     */
    void deliver(Notice notice) throws InterruptedException {
        String place = settings.sink().place(notice).orElse(null);
        if (place != null) {
            pending.came(notice);
        }
        if (!settings.filter().takes(notice)
                || seen.has(notice.event().id())
                || (place != null && outdated(notice, place))) {
            meters.passed(notice.event().id());
            return;
        }
        Message message = message(notice).orElse(null);
        if (message == null) {
            meters.passed(notice.event().id());
            return;
        }
        endEarlier(place == null ? List.of() : pending.endedBy(notice), notice);
        try {
            send(message);
        } catch (Failed failed) {
            throw failed(notice, failed);
        }
        seen.put(notice.event().id(), notice.event().time());
        if (place != null) {
            pending.delivered(notice);
            if (notice.ofDeployment()) {
                newest.put(place, notice.event().time());
            }
        }
        ended("delivered", notice);
    }

    /** Ends earlier commits, until one is given up: the others end with the next notice, since the sink may be down. */
    private void endEarlier(List<Notice> all, Notice notice) throws InterruptedException {
        for (Notice earlier : all) {
            if (!end(earlier, notice)) {
                return;
            }
        }
    }

    /**
     * Ends an earlier commit, which this notice waits for, as long as it is tried itself. What the sink does not know, or does not want,
     * is left as it is.
     *
     * @return false where it is given up
     */
    private boolean end(Notice earlier, Notice notice) throws InterruptedException {
        boolean taken = true;
        Message message = settings.filter().takes(earlier) ? message(earlier).orElse(null) : null;
        try {
            if (message != null) {
                send(message);
            }
        } catch (Refused refused) {
            LOG.atDebug()
                    .addKeyValue("sink", settings.name())
                    .addKeyValue("target", earlier.target())
                    .addKeyValue("cause", refused.getMessage())
                    .log("The end of an overtaken commit is refused");
        } catch (Failed failed) {
            if (failed.patience() == null) {
                if (again(notice, failed)) {
                    throw failed(notice, failed);
                }
                ended(earlier, failed);
                taken = false;
            }
        }
        pending.delivered(earlier);
        settings.sink()
                .place(earlier)
                .ifPresent(at -> newest.put(at, notice.event().time()));
        return taken;
    }

    private void send(Message message) throws InterruptedException {
        Duration alone = Duration.between(clock.instant(), notBefore);
        if (alone.isPositive()) {
            throw new Postponed(alone);
        }
        if (!rate.acquirePermission()) {
            throw new Postponed(FULL);
        }
        post.send(message);
    }

    /**
     * Whether what a deployment said counts more. Each topic is read in its order, but they are read side by side. Clocks of services
     * differ, so what happens first of all is known by its kind.
     */
    private boolean outdated(Notice notice, String place) {
        return !notice.ofDeployment()
                && (notice.kind() == Kind.OBSERVED
                        ? newest.has(place)
                        : newest.after(place, notice.event().time()));
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
            throw failed(notice, new Failed(String.valueOf(e.getMessage())));
        }
    }

    private Failed failed(Notice notice, Failed failed) {
        Duration pause = failed.pause();
        if (pause != null) {
            notBefore = clock.instant().plus(pause);
        }
        Instant now = clock.instant();
        if (notice.event().time().isAfter(now) && !tried.has(notice.event().id())) {
            tried.put(notice.event().id(), now);
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

    /** Whether the event is sent again. Its own age decides, however often and by whom it was tried. */
    boolean again(Notice notice, Undelivered why) {
        return switch (why) {
            case Refused _ -> false;
            case Postponed _ -> true;
            case Failed failed -> age(notice).compareTo(patience(failed)) < 0;
        };
    }

    private Duration patience(Failed failed) {
        Duration most = settings.limits().keepTrying();
        Duration own = failed.patience();
        return own == null || own.compareTo(most) > 0 ? most : own;
    }

    private Duration age(Notice notice) {
        Instant first = tried.time(notice.event().id());
        return Duration.between(first == null ? notice.event().time() : first, clock.instant());
    }

    @Override
    public void close() {
        post.close();
    }
}
