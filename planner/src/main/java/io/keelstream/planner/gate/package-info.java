/**
 * What a plan has to pass before it may run: a gate each. Gates see the draft of the plan, and neither each other nor the
 * cluster.
 */
@NullMarked
package io.keelstream.planner.gate;

import org.jspecify.annotations.NullMarked;
