package io.keelstream.canary.course;

import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisStep;
import io.keelstream.messaging.event.Ids;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a gate means beside the analysis that is kept of its target. Invariant: within a trial the rounds of the gates that open an
 * analysis only rise, and the first content of a round stands.
 */
public sealed interface Arrival {

    /** It asks for an analysis that is not there yet. */
    record Opens() implements Arrival {}

    /** It is the gate of the analysis that is kept. */
    record Stands() implements Arrival {}

    /**
     * It asks for nothing that may be done; what is kept goes on.
     *
     * @param reason which kind
     * @param message what is wrong with it
     */
    record Ignored(Reason reason, String message) implements Arrival {}

    /** Why a gate is ignored. */
    enum Reason {
        /** Its analysis id is not the one of its target, trial, step and round. */
        FOREIGN,
        /** Another gate of the same round came before, and asked for something else. */
        DUPLICATE,
        /** A gate of a later round of the same trial came before. */
        LATE;

        /** As a metric's tag. */
        public String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What a gate means.
     *
     * @param key the target
     * @param gate what is asked
     * @param kept the target's analysis; null for none
     */
    static Arrival of(String key, AnalysisRequest gate, @Nullable Analysis kept) {
        AnalysisStep position = gate.position();
        String id = Ids.analysis(key, gate.trial(), position.step(), position.round());
        if (!gate.analysisId().equals(id)) {
            return new Ignored(
                    Reason.FOREIGN,
                    "The gate of %s names analysis %s, but its trial, step %d and round %d make %s. It is ignored; the applier that runs the release must write it"
                            .formatted(key, gate.analysisId(), position.step(), position.round(), id));
        }
        if (kept == null || !kept.request().trial().equals(gate.trial())) {
            return new Opens();
        }
        int round = kept.request().position().round();
        if (position.round() > round) {
            return new Opens();
        }
        if (position.round() < round) {
            return new Ignored(
                    Reason.LATE,
                    "The gate of %s for step %d, round %d arrives after round %d of the same trial. It is ignored; a later gate needs a greater round"
                            .formatted(key, position.step(), position.round(), round));
        }
        return kept.request().equals(gate)
                ? new Stands()
                : new Ignored(
                        Reason.DUPLICATE,
                        "A second gate of %s for step %d, round %d asks for something else. It is ignored, the first one stands; a later gate needs a greater round"
                                .formatted(key, position.step(), position.round()));
    }
}
