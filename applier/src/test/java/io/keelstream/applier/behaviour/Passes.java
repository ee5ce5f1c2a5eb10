package io.keelstream.applier.behaviour;

import io.keelstream.contracts.execution.Step;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A story in which a process comes to its end when it records one of these steps. The story fails where it does not record them. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Passes {

    Class<? extends Step>[] value();

    /** Where the story parts from another one: nothing happens at a transition before it first records such a step. */
    Class<? extends Step> from() default Step.class;

    /** What happens at the step, each in a story of its own. */
    Then[] then() default Then.RESTART;

    /** How a process comes to its end, and what goes on. */
    enum Then {
        /** It dies, and another one starts. */
        RESTART,
        /** It dies, and a newer commit comes before another one starts. */
        NEWER_COMMIT,
        /** Another one has its partition. It lives on beside that, and may write nothing more. */
        REBALANCE
    }
}
