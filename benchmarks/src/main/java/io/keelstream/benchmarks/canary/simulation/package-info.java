/** A simulated service under two versions: what its metrics would have shown, from a seed. */
@NullMarked
package io.keelstream.benchmarks.canary.simulation;

import org.jspecify.annotations.NullMarked;
