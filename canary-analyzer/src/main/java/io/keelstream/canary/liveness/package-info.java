/**
 * A canary that has fallen silent while the baseline works.
 */
@NullMarked
package io.keelstream.canary.liveness;

import org.jspecify.annotations.NullMarked;
