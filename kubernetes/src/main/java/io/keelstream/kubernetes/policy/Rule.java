package io.keelstream.kubernetes.policy;

import java.util.List;

/** One rule about objects. Implementations are thread-safe, and decide by what they are given alone. */
public interface Rule {

    /** Its name, by which levels are set; a DNS label. */
    String name();

    /** Whether a change of one object may make another one break it. */
    default boolean relates() {
        return false;
    }

    /** Whether it asks for what was applied before. */
    default boolean compares() {
        return false;
    }

    /** What it says: another text where it decides in another way. */
    default String text() {
        return name();
    }

    /** In what way an object breaks it; empty where it does not. */
    List<Violation> of(Asked object);
}
