/**
 * Turns raw samples into ticks. Counters are added up by us: resets, series that begin, pods that come and go, and scrapes that do
 * not fall on the bounds of ticks are dealt with here.
 */
@NullMarked
package io.keelstream.canary.increments;

import org.jspecify.annotations.NullMarked;
