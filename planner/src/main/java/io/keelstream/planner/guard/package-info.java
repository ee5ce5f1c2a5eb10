/**
 * What must not be deleted without a person's word.
 */
@NullMarked
package io.keelstream.planner.guard;

import org.jspecify.annotations.NullMarked;
