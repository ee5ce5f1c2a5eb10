/**
 * What a commit to one of many applications costs, by how many there are:
 * {@link io.keelstream.benchmarks.touch.TouchBenchmark}.
 */
@NullMarked
package io.keelstream.benchmarks.touch;

import org.jspecify.annotations.NullMarked;
