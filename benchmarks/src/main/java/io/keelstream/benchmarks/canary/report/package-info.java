/** Sums outcomes up, checks them against the targets, and writes the report with its pictures. */
@NullMarked
package io.keelstream.benchmarks.canary.report;

import org.jspecify.annotations.NullMarked;
