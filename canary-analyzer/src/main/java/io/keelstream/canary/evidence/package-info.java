/**
 * Evidence of harm as wealth: a mixture of bets over effect sizes and over the times at which the
 * harm may have begun. The wealth of a harmless canary is a supermartingale.
 */
@NullMarked
package io.keelstream.canary.evidence;

import org.jspecify.annotations.NullMarked;
