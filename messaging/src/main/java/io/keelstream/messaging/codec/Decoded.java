package io.keelstream.messaging.codec;

import io.keelstream.contracts.event.EventType;
import io.keelstream.messaging.event.Received;

/** What the bytes of a record turned out to be. */
public sealed interface Decoded {

    /** The record's key; empty when it has none that can be read, or none that counts on its partition. */
    String key();

    /**
     * A fact with its data.
     *
     * @param type its type
     * @param received the record
     */
    record Event(EventType type, Received<? extends Record> received) implements Decoded {

        @Override
        public String key() {
            return received.key();
        }
    }

    /**
     * The removal of a key from a table.
     *
     * @param key the key
     * @param sequence its number; 0 when the headers do not say
     */
    record Tombstone(String key, long sequence) implements Decoded {}

    /**
     * Bytes that break the contract.
     *
     * @param key the record's key; empty when there is none that counts
     * @param reason stable name for programs
     * @param message what is wrong, for people; holds nothing of the data
     */
    record ContractViolation(String key, Reason reason, String message) implements Decoded {

        /** What can be wrong with a record. */
        public enum Reason {
            MISSING_KEY,
            MISSING_ATTRIBUTE,
            MALFORMED_ATTRIBUTE,
            UNKNOWN_TYPE,
            WRONG_TOPIC,
            MALFORMED_DATA,
            UNEXPECTED_TOMBSTONE,
            WRONG_PARTITION,
            TOO_LARGE
        }
    }
}
