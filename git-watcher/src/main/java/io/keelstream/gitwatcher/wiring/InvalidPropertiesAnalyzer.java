package io.keelstream.gitwatcher.wiring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints invalid properties as lines instead of a stack trace. */
final class InvalidPropertiesAnalyzer extends AbstractFailureAnalyzer<InvalidPropertiesException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidPropertiesException cause) {
        return new FailureAnalysis(cause.getMessage(), "Correct the properties named above.", cause);
    }
}
