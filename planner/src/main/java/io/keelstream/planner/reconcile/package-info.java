/**
 * The planner's edge to Kafka: which target is to be evaluated when, and what is published.
 */
@NullMarked
package io.keelstream.planner.reconcile;

import org.jspecify.annotations.NullMarked;
