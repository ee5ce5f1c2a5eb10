package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.revision.Revision;
import java.util.HashMap;
import java.util.Map;

/**
 * How much memory bundles may take, in bytes as {@link BundleMemory} counts them: those of one commit until they are written, and
 * those of all refs where they are held, for planner, applier and drift-detector keep every one. Of the latter half is divided
 * equally among the refs, and the other half is whose that needs it first: no ref can take what the others need, and together
 * they do not take more than there is. Thread-safe.
 */
public final class HeldMemory {

    private final long most;
    private final int refs;
    private final Map<String, Long> held = new HashMap<>();

    /**
     * @param most bytes
     * @param refs how many there are
     */
    public HeldMemory(long most, int refs) {
        this.most = most;
        this.refs = Math.max(1, refs);
    }

    /**
     * Where other services hold their copies in processes of their own: a third of this one's heap, and so of theirs if they
     * have as much. A commit's bundles are there twice while they are written.
     */
    public static HeldMemory apart(int refs) {
        return new HeldMemory(Runtime.getRuntime().maxMemory() / 3, refs);
    }

    /**
     * Where they hold them in this process: a tenth of the heap. A bundle is there up to seven times: twice while it is
     * written, once each in planner and drift-detector, and in the applier as desired state, plan and running plan.
     */
    public static HeldMemory together(int refs) {
        return new HeldMemory(Runtime.getRuntime().maxMemory() / 10, refs);
    }

    /** What may be held now for a commit and its ref. */
    synchronized HeldBundles.Most most(Revision revision) {
        long free = most / 2;
        for (Map.Entry<String, Long> each : held.entrySet()) {
            if (!each.getKey().equals(ref(revision))) {
                free -= Math.max(0, each.getValue() - share());
            }
        }
        return new HeldBundles.Most(most, share() + Math.max(0, free));
    }

    /** Notes what the bundles of a commit's ref take. */
    synchronized void holds(Revision revision, long bytes) {
        held.put(ref(revision), bytes);
    }

    private long share() {
        return most / 2 / refs;
    }

    private static String ref(Revision revision) {
        return revision.repository() + "@" + revision.ref();
    }
}
