/** Puts readings that come late, twice or out of order into complete ticks. */
@NullMarked
package io.keelstream.canary.intake;

import org.jspecify.annotations.NullMarked;
