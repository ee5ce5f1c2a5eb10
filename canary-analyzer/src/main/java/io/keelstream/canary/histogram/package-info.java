/**
 * Latency histograms as counts: which bucket bounds stand for the quantiles of the baseline, chosen
 * before they are used.
 */
@NullMarked
package io.keelstream.canary.histogram;

import org.jspecify.annotations.NullMarked;
