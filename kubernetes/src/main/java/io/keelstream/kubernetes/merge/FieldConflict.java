package io.keelstream.kubernetes.merge;

import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.ManagerId;

/** A field that an apply would change although another manager owns it. */
public record FieldConflict(ManagerId manager, FieldPath path) {

    /** The message of the cause in the API server's Status. */
    public String message() {
        return "conflict with " + manager.display();
    }
}
