package io.keelstream.applier.traffic;

import io.keelstream.applier.canary.Shares;
import io.keelstream.contracts.revision.Problem;
import java.util.List;

/**
 * Splits the traffic of a workload between it and the copies of a trial. Every method may be repeated: the outcome is the
 * same. After {@link #rest} the router is as it was before the first {@link #write}.
 */
public interface TrafficRouter {

    /**
     * Gives the copies their shares.
     *
     * @return why this was not possible; empty when it is written
     */
    List<Problem> write(Shares shares) throws InterruptedException;

    /**
     * Like {@link #write}, whatever is on hold: traffic goes back to the workload.
     *
     * @param left what the copies keep
     */
    List<Problem> retreat(Shares left) throws InterruptedException;

    /** What has not confirmed the last write yet, for people; empty when everything has. */
    String unconfirmed();

    /** What says no to the last write, for people: the requests of the share may be lost; empty where nothing does. */
    String refused();

    /** Whether nothing {@link #unconfirmed} means that a write is in effect, and not only that nobody objects. */
    boolean confirms();

    /** Takes everything away that was written for the trial; to be called after {@link #retreat}. */
    List<Problem> rest() throws InterruptedException;
}
