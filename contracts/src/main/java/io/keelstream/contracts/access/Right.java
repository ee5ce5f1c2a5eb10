package io.keelstream.contracts.access;

import java.util.Set;

/**
 * What an account may do with one thing on the broker.
 *
 * @param kind what kind of thing
 * @param name its name, or how its name begins
 * @param prefix whether {@code name} is only the beginning
 * @param operations what may be done; not empty
 */
public record Right(Kind kind, String name, boolean prefix, Set<Operation> operations) {

    /** Things on a broker, by Kafka's names. */
    public enum Kind {
        TOPIC,
        GROUP,
        TRANSACTIONAL_ID
    }

    /** What may be done, by Kafka's names. */
    public enum Operation {
        READ,
        WRITE,
        DESCRIBE,
        DESCRIBE_CONFIGS
    }

    public Right {
        operations = Set.copyOf(operations);
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("a right on " + name + " without an operation is none");
        }
    }
}
