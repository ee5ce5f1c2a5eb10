/**
 * The main path as its users see it, measured on a real control plane beside what that control plane needs by itself:
 * {@link io.keelstream.benchmarks.scenario.MainPathBenchmark}.
 */
@NullMarked
package io.keelstream.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
