/**
 * From what was found out to the plan: actions, state, problems, and the digests that identify it.
 */
@NullMarked
package io.keelstream.planner.plan;

import org.jspecify.annotations.NullMarked;
