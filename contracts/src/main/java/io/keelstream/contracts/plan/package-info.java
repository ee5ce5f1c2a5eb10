/** Plans: what has to change on a target, in which order, and what stands in the way. */
@NullMarked
package io.keelstream.contracts.plan;

import org.jspecify.annotations.NullMarked;
