/**
 * How much pods of one version differ from each other, and how far that widens the hypothesis of a
 * harmless canary.
 */
@NullMarked
package io.keelstream.canary.pods;

import org.jspecify.annotations.NullMarked;
