/** What a second instance of planner and applier brings. */
@NullMarked
package io.keelstream.benchmarks.instances;

import org.jspecify.annotations.NullMarked;
