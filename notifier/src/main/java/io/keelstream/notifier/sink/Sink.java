package io.keelstream.notifier.sink;

import io.keelstream.notifier.notice.Notice;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A receiver of notices. Credentials are read for every message, so what is rotated counts at once. Thread-safe. */
public sealed interface Sink permits Webhook, Slack, CommitStatuses {

    /**
     * What to send.
     *
     * @param now the time of sending
     * @return empty where this sink has nothing to say about it
     * @throws IOException when credentials cannot be read; its message is the file
     */
    Optional<Message> message(Notice notice, Instant now) throws IOException;

    /**
     * Where a message takes the place of earlier ones; empty where each stands for itself. Topics are read side by side, so after an outage
     * the beginning may come behind the end: what a deployment said there is not taken back by what happened before it.
     */
    default Optional<String> place(Notice notice) {
        return Optional.empty();
    }

    /**
     * How old an event may become while an answer is this one, because what it is about may still be on its way to the receiver; empty
     * where the answer says nothing of the kind.
     *
     * @param status of HTTP
     */
    default Optional<Duration> patience(int status) {
        return Optional.empty();
    }

    /**
     * Whether an answer that is no success says that the receiver has it already.
     *
     * @param status of HTTP
     * @param body the beginning of the answer
     */
    default boolean hasItAlready(int status, String body) {
        return false;
    }
}
