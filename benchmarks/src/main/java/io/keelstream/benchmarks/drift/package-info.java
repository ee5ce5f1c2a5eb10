/**
 * Drift on a real control plane: how soon it is told and put back, and what watching costs: {@link
 * io.keelstream.benchmarks.drift.DriftBenchmark}.
 */
@NullMarked
package io.keelstream.benchmarks.drift;

import org.jspecify.annotations.NullMarked;
