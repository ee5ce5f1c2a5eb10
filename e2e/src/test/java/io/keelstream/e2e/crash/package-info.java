/** Services that die at every transition, on a partition in memory. */
@NullMarked
package io.keelstream.e2e.crash;

import org.jspecify.annotations.NullMarked;
