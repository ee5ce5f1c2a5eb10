/**
 * Closed-form boundaries and confidence sequences that hold at every look.
 */
@NullMarked
package io.keelstream.canary.boundary;

import org.jspecify.annotations.NullMarked;
