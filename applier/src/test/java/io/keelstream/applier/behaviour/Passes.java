package io.keelstream.applier.behaviour;

import io.keelstream.contracts.execution.Step;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A story in which the process dies when it records one of these steps. The story fails where it does not record them. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Passes {

    Class<? extends Step>[] value();

    /** Where the story parts from another one: it dies at no transition before it first records such a step. */
    Class<? extends Step> from() default Step.class;

    /** Whether a newer commit comes while no process runs. */
    boolean newer() default false;

    /** Whether the process lives on when another one has its partition, and may write nothing more. */
    boolean rebalance() default false;
}
