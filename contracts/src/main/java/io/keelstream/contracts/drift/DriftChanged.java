package io.keelstream.contracts.drift;

import java.util.List;

/**
 * Objects that had drifted already have drifted in another way; what happened within half a second is one change.
 *
 * @param drift the target
 * @param objects the objects as they are now, at most 200
 * @param count how many there are in all
 * @param truncated whether the list was cut
 */
public record DriftChanged(DriftSubject drift, List<DriftedObject> objects, int count, boolean truncated) {

    public DriftChanged {
        objects = List.copyOf(objects);
    }
}
