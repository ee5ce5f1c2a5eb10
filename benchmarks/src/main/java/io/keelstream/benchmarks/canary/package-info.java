/**
 * How often the canary judge errs and how long it takes, on simulated services: every kind of harmless noise and of harm
 * that {@code docs/canary-accuracy.md} lists, ours beside the methods of other tools, in one run.
 */
@NullMarked
package io.keelstream.benchmarks.canary;

import org.jspecify.annotations.NullMarked;
