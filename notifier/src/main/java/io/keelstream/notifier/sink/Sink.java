package io.keelstream.notifier.sink;

import io.keelstream.notifier.notice.Notice;
import java.io.IOException;
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
     * Where a message takes the place of earlier ones; empty where each stands for itself. What is older than the last one there is not
     * sent: topics are read side by side, so after an outage the beginning may come behind the end.
     */
    default Optional<String> place(Notice notice) {
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
