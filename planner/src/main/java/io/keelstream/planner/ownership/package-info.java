/**
 * Whose a live object is, and what that allows: the rules that keep Keelstream from touching what is not its own.
 */
@NullMarked
package io.keelstream.planner.ownership;

import org.jspecify.annotations.NullMarked;
