/**
 * What must not be deleted without a person's word.
 */
@NullMarked
package io.keelstream.planner.gate;

import org.jspecify.annotations.NullMarked;
