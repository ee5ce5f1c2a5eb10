/**
 * The absolute gate: the canary's share of good events against an objective, while the baseline keeps it.
 */
@NullMarked
package io.keelstream.canary.slo;

import org.jspecify.annotations.NullMarked;
