/**
 * The test of one rate against another: what a tick's counts do to the evidence of harm, to the
 * evidence of non-inferiority and to the knowledge about noise.
 */
@NullMarked
package io.keelstream.canary.ratio;

import org.jspecify.annotations.NullMarked;
