/**
 * Which drift a plan puts back.
 */
@NullMarked
package io.keelstream.planner.drift;

import org.jspecify.annotations.NullMarked;
