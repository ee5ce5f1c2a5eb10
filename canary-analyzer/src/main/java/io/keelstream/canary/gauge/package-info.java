/**
 * Gauges such as heap or CPU: the mean log ratio of the arms with a long-run variance.
 */
@NullMarked
package io.keelstream.canary.gauge;

import org.jspecify.annotations.NullMarked;
