package io.keelstream.messaging.table;

import io.keelstream.contracts.event.EventType;
import io.keelstream.messaging.event.Received;

/**
 * An event as a reader sees it.
 *
 * @param type its type, which names its topic too
 * @param received the record
 */
public record ReadEvent(EventType type, Received<? extends Record> received) {}
