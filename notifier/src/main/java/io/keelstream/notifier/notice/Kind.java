package io.keelstream.notifier.notice;

import io.keelstream.contracts.event.EventType;
import java.util.Optional;

/** The kinds of events that sinks may ask for, by the types of events. */
public enum Kind {
    /** A commit was rendered for a target. */
    OBSERVED(EventType.REVISION_OBSERVED),
    /** A commit cannot be rendered for a target. */
    REJECTED(EventType.REVISION_REJECTED),
    /** A deployment began. */
    STARTED(EventType.DEPLOYMENT_STARTED),
    /** A deployment ended. */
    FINISHED(EventType.DEPLOYMENT_FINISHED),
    /** A deployment does not begin yet, without anybody having to do something. */
    DELAYED(EventType.DEPLOYMENT_DELAYED),
    /** A commit gets no deployment of its own. */
    SKIPPED(EventType.DEPLOYMENT_SKIPPED),
    /** A target waits for a person. */
    ATTENTION_NEEDED(EventType.ATTENTION_NEEDED),
    /** It does not any more. */
    ATTENTION_RESOLVED(EventType.ATTENTION_RESOLVED),
    /** A target is gone. */
    REMOVED(EventType.TARGET_REMOVED),
    /** Objects were changed outside Git. */
    DRIFT_DETECTED(EventType.DRIFT_DETECTED),
    /** Objects are as Git says again, or are meant to differ. */
    DRIFT_RESOLVED(EventType.DRIFT_RESOLVED);

    private final EventType type;

    Kind(EventType type) {
        this.type = type;
    }

    /** The type of its events. */
    public EventType type() {
        return type;
    }

    /** The kind of a type; empty for what nobody is notified of. */
    public static Optional<Kind> of(EventType type) {
        for (Kind kind : values()) {
            if (kind.type == type) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
