/** The kinds of harmless noise and of harm that the report measures, with what is true of each. */
@NullMarked
package io.keelstream.benchmarks.canary.scenario;

import org.jspecify.annotations.NullMarked;
