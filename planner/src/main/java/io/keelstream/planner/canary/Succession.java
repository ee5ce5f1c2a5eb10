package io.keelstream.planner.canary;

import io.keelstream.contracts.canary.TrialIdentity;
import io.keelstream.planner.canary.Workload.Choice;
import org.jspecify.annotations.Nullable;

/**
 * What a newer commit is to a trial that runs, by the records alone. The trial belongs to its digest, not to the commit that
 * began it. Pure.
 */
public sealed interface Succession {

    /** It puts the same on trial: it goes on with the trial, and applies the rest. */
    record TakesOver() implements Succession {}

    /**
     * It puts another version on trial.
     *
     * @param digest the trial digest of that version
     */
    record AnotherTrial(String digest) implements Succession {}

    /** It puts nothing on trial, e.g. since it goes back to the running version: nothing keeps it waiting. */
    record EndsTrial() implements Succession {}

    /**
     * What it is.
     *
     * @param request what the records say of the newer commit; null where its policy asks for no trial
     */
    static Succession of(@Nullable TrialRequest request, TrialIdentity running) {
        if (request == null || !(Workload.in(request) instanceof Choice.Found(Workload workload))) {
            return new EndsTrial();
        }
        if (TrialDigest.of(request, workload).equals(running.digest())) {
            return new TakesOver();
        }
        return Screening.of(request) instanceof Screening.Candidate(Workload _, String digest)
                ? new AnotherTrial(digest)
                : new EndsTrial();
    }
}
