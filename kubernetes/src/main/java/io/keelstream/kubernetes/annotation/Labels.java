package io.keelstream.kubernetes.annotation;

import java.util.Collection;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The labels of Keelstream. */
public final class Labels {

    /** The partition of the target that an object belongs to; written by Keelstream on every object it applies. */
    public static final String SHARD = Annotations.PREFIX + "shard";

    /** On a copy that a canary release makes, its pods and its Service: {@code canary} or {@code baseline}. */
    public static final String TRACK = Annotations.PREFIX + "track";

    /** On the object of a hook, which hook of which target it ran. */
    public static final String HOOK = Annotations.PREFIX + "hook";

    /** What the labels of an application begin with that are passed on in its events. */
    public static final String EVENT_PREFIX = "events." + Annotations.PREFIX;

    private Labels() {}

    /** The label selector of these shards: {@code keelstream.io/shard in (0,3)}. */
    public static String shards(Collection<Integer> shards) {
        return new TreeSet<>(shards)
                .stream().map(String::valueOf).collect(Collectors.joining(",", SHARD + " in (", ")"));
    }
}
