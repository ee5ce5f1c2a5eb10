/** How fast the canary judge is and how large its state: microbenchmarks with JMH. */
@NullMarked
package io.keelstream.benchmarks.canary.speed;

import org.jspecify.annotations.NullMarked;
