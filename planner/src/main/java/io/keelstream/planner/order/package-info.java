/**
 * In which order objects are applied and deleted: waves, and inside a wave the dependencies between objects.
 */
@NullMarked
package io.keelstream.planner.order;

import org.jspecify.annotations.NullMarked;
