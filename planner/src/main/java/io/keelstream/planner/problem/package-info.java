/**
 * The reasons a plan gives: one name each for people, programs and metrics.
 */
@NullMarked
package io.keelstream.planner.problem;

import org.jspecify.annotations.NullMarked;
