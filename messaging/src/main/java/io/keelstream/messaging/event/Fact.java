package io.keelstream.messaging.event;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.topic.Topic;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened and is to be written: one record of one topic. A tombstone has no payload and still has a type,
 * since its headers say what it means.
 *
 * @param topic where it goes; must be the type's topic
 * @param key target, or {@code repository@ref} with an optional {@code #application}; no control characters
 * @param type its event type
 * @param payload its data, of the type's record class; null for a tombstone, which only a compacted topic takes
 * @param context what it belongs to
 */
public record Fact(
        Topic topic, String key, EventType type, @Nullable Record payload, EventContext context) {

    public Fact {
        if (type.topic() != topic) {
            throw new IllegalArgumentException(type.type() + " travels on " + type.topic() + ", not on " + topic);
        }
        if (key.isEmpty() || key.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a key of " + topic.topicName() + " is empty or holds control characters");
        }
        if (payload == null && !topic.compacted()) {
            throw new IllegalArgumentException(topic.topicName() + " is a stream: it takes no tombstone (" + key + ")");
        }
        if (payload != null && !type.payload().isInstance(payload)) {
            throw new IllegalArgumentException(type.type() + " of " + key + " carries "
                    + type.payload().getSimpleName() + ", not "
                    + payload.getClass().getSimpleName());
        }
    }

    /** A fact of a type on the type's own topic. */
    public static Fact of(EventType type, String key, Record payload, EventContext context) {
        return new Fact(type.topic(), key, type, payload, context);
    }

    /** The removal of a key from a table. */
    public static Fact tombstone(EventType type, String key, EventContext context) {
        return new Fact(type.topic(), key, type, null, context);
    }

    /** Names the fact, not its payload. */
    @Override
    public String toString() {
        return "Fact[" + type.type() + " " + key + (payload == null ? " tombstone]" : "]");
    }
}
