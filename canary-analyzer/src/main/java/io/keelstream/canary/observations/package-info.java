/**
 * What a metrics source gives the judge: counts, buckets and levels per tick, arm and pod. Readings
 * are plain facts; whatever cannot be used (negative, not finite) never becomes one.
 */
@NullMarked
package io.keelstream.canary.observations;

import org.jspecify.annotations.NullMarked;
