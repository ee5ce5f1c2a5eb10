/**
 * Which references mean the same live object.
 */
@NullMarked
package io.keelstream.planner.identity;

import org.jspecify.annotations.NullMarked;
