/**
 * Drift on a real control plane: how soon it is reported and corrected, and what watching costs: {@link
 * io.keelstream.benchmarks.drift.DriftBenchmark}.
 */
@NullMarked
package io.keelstream.benchmarks.drift;

import org.jspecify.annotations.NullMarked;
