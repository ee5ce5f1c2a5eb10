/**
 * The absolute gate: the canary's share of good events against an objective, without a baseline.
 */
@NullMarked
package io.keelstream.canary.slo;

import org.jspecify.annotations.NullMarked;
