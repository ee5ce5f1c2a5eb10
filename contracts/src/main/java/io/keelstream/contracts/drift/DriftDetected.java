package io.keelstream.contracts.drift;

import java.util.List;

/**
 * Objects of a target have drifted that had not before.
 *
 * @param drift the target
 * @param objects the objects, at most 200
 * @param count how many there are in all
 * @param truncated whether the list was cut
 */
public record DriftDetected(DriftSubject drift, List<DriftedObject> objects, int count, boolean truncated) {

    public DriftDetected {
        objects = List.copyOf(objects);
    }
}
