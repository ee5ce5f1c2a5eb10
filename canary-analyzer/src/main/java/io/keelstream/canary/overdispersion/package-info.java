/**
 * How much noisier the arms are than independent events would be, learned from the past of the
 * analysis or from earlier healthy analyses.
 */
@NullMarked
package io.keelstream.canary.overdispersion;

import org.jspecify.annotations.NullMarked;
