/** Many analyses at once: what they ask of a Prometheus, and what they cost the canary-analyzer and Kafka. */
@NullMarked
package io.keelstream.benchmarks.canaryload;

import org.jspecify.annotations.NullMarked;
