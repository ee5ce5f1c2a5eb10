package io.keelstream.kubernetes.cel;

import dev.cel.runtime.CelEvaluationException;

/** An expression gave nothing. Its message is the runtime's: names of fields and types, and values where a text is converted. */
public final class CelFailure extends Exception {

    private static final long serialVersionUID = 1L;

    CelFailure(CelEvaluationException cause) {
        super(cause.getMessage(), cause);
    }
}
