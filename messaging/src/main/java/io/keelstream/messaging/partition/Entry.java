package io.keelstream.messaging.partition;

import io.keelstream.messaging.event.Received;

/**
 * What a table knows of a key.
 *
 * @param <T> the record
 */
public sealed interface Entry<T extends Record> {

    /** The key. */
    String key();

    /** A record that could be read. */
    record Present<T extends Record>(Received<T> received) implements Entry<T> {

        @Override
        public String key() {
            return received.key();
        }
    }

    /**
     * The latest record of the key cannot be read: whoever needs it waits.
     *
     * @param key the key
     * @param reason what is wrong with the bytes, for people
     */
    record Unreadable<T extends Record>(String key, String reason) implements Entry<T> {}
}
