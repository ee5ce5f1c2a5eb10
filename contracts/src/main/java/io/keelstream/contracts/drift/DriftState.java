package io.keelstream.contracts.drift;

import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;

/**
 * What of a target has drifted now: the read model behind the drift events, and what corrections are planned from.
 *
 * @param inventorySequence the inventory that the objects were judged against; another one makes this stale
 * @param objects every object that has drifted
 * @param corrections what was corrected lately
 * @param problems why the target, or a part of it, cannot be judged
 */
public record DriftState(
        long inventorySequence,
        List<DriftedObject> objects,
        List<CorrectionHistory> corrections,
        List<Problem> problems) {

    /** Of a target that was never found drifted. */
    public static final DriftState NONE = new DriftState(0, List.of(), List.of(), List.of());

    public DriftState {
        objects = List.copyOf(objects);
        corrections = List.copyOf(corrections);
        problems = List.copyOf(problems);
    }

    /**
     * How often one object had to be corrected.
     *
     * @param reference {@code Kind.group/namespace/name}
     * @param corrected when; the last five minutes alone
     * @param backoffs how often corrections of it were backed off in a row
     */
    public record CorrectionHistory(String reference, List<Instant> corrected, int backoffs) {

        public CorrectionHistory {
            corrected = List.copyOf(corrected);
        }
    }
}
