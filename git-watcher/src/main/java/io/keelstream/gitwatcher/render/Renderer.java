package io.keelstream.gitwatcher.render;

import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.source.Wanted;
import java.util.List;

/**
 * Turns a target's files into objects. A render is a function of its inputs, its version and the request's parameters: equal
 * inputs give equal output. Thread-safe.
 */
public interface Renderer {

    /** Changes whenever equal inputs may give a different result. */
    String version();

    /**
     * Every file and folder that a render may read. Entries whose ids are unchanged promise an unchanged render.
     *
     * @return empty where there is nothing to read at the target's path
     */
    List<Entry> inputs(RenderRequest request);

    /**
     * Every chart and base from elsewhere that a render reads. What is in those is no reason for more: the list follows from the
     * commit alone.
     */
    default List<Wanted> sources(RenderRequest request) {
        return List.of();
    }

    /**
     * Whether a render may depend on what the cluster serves. Only then it gets to know, and is repeated when that changes.
     */
    default boolean asksCluster(RenderRequest request) {
        return false;
    }

    /** Renders; never throws for what is in the files. */
    RenderResult render(RenderRequest request) throws InterruptedException;
}
