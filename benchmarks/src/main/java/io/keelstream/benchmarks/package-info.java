/** Measurements beside their limits. */
@NullMarked
package io.keelstream.benchmarks;

import org.jspecify.annotations.NullMarked;
