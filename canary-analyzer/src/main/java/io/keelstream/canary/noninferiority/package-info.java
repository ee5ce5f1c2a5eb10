/**
 * Evidence for a pass: the hypothesis that the canary is worse than the margin, tested at few planned
 * looks.
 */
@NullMarked
package io.keelstream.canary.noninferiority;

import org.jspecify.annotations.NullMarked;
