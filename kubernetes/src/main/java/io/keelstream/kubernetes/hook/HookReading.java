package io.keelstream.kubernetes.hook;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the annotations of an object say of hooks. */
public sealed interface HookReading {

    /** It is none. */
    record Ordinary() implements HookReading {}

    /**
     * It is run.
     *
     * @param moments when
     * @param weight the lowest first; of one that runs in a wave, the wave
     * @param deletions when its object is deleted
     * @param interruptible whether a newer revision ends it while it runs
     * @param timeout how long it may run; null where nothing says so
     * @param barrier whether no rollback passes it, unless a person says so
     */
    record Hook(
            Set<Moment> moments,
            int weight,
            Set<Deletion> deletions,
            boolean interruptible,
            @Nullable Duration timeout,
            boolean barrier)
            implements HookReading {

        public Hook {
            moments = Set.copyOf(moments);
            deletions = Set.copyOf(deletions);
        }
    }

    /**
     * Its event does not occur here.
     *
     * @param annotation as written
     */
    record LeftOut(String annotation) implements HookReading {}

    /**
     * It cannot be run as its annotations ask for.
     *
     * @param faulty whether an annotation has a fault; else it asks for what is not supported
     * @param why for people, with what to do
     */
    record Refused(boolean faulty, String why) implements HookReading {}
}
