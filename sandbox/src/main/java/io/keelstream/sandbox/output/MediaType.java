package io.keelstream.sandbox.output;

import io.keelstream.sandbox.status.Status;

/** The form in which a client wants objects, negotiated from its {@code Accept} header. */
public enum MediaType {
    /** The objects themselves. */
    WHOLE,
    /** {@code PartialObjectMetadata}. */
    METADATA,
    /** {@code Table}: what kubectl prints. */
    TABLE;

    /** The first acceptable form, in the header's order; 406 when there is none. */
    public static MediaType of(String accept) {
        if (accept.isBlank()) {
            return WHOLE;
        }
        for (String option : accept.split(",", -1)) {
            String type = option.replace(" ", "");
            if (type.startsWith("*/*") || type.startsWith("application/*")) {
                return WHOLE;
            }
            if (type.startsWith("application/json")) {
                if (type.contains("as=Table") && !type.contains("v1beta1")) {
                    return TABLE;
                }
                if (type.contains("as=PartialObjectMetadata") && !type.contains("v1beta1")) {
                    return METADATA;
                }
                if (!type.contains("as=")) {
                    return WHOLE;
                }
            }
        }
        throw Status.notAcceptable();
    }
}
