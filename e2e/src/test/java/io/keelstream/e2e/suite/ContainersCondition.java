package io.keelstream.e2e.suite;

import io.keelstream.e2e.container.TestEngine;
import io.keelstream.e2e.container.TestImages;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether containers can be run here, with the images that are built. In CI what is missing fails. Stateless. */
final class ContainersCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (System.getenv("CI") != null) {
            return ConditionEvaluationResult.enabled("CI runs every suite");
        }
        Optional<String> why = TestEngine.whyNot().or(TestImages::whyNot);
        return why.map(reason -> ConditionEvaluationResult.disabled("no containers here: " + reason))
                .orElseGet(() -> ConditionEvaluationResult.enabled("containers can be run here"));
    }
}
