/** What a server-side apply costs in the merge engine: time and memory. */
@NullMarked
package io.keelstream.benchmarks.merge;

import org.jspecify.annotations.NullMarked;
