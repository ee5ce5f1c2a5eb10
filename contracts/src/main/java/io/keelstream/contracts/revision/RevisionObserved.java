package io.keelstream.contracts.revision;

/**
 * A commit changed the inputs of a target and rendered well.
 *
 * @param revision the commit
 * @param bundleDigest digest of the rendered bundle
 * @param objects number of rendered objects
 * @param changed whether the bundle differs from the one before
 * @param renderer the renderer that ran
 * @param renderMillis how long rendering took; milliseconds
 */
public record RevisionObserved(
        Revision revision, String bundleDigest, int objects, boolean changed, String renderer, long renderMillis) {}
