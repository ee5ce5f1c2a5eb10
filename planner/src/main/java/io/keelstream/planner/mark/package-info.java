/**
 * What Keelstream writes on every object it manages.
 */
@NullMarked
package io.keelstream.planner.mark;

import org.jspecify.annotations.NullMarked;
