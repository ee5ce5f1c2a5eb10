/** Desired state: one bundle of rendered objects per target. */
@NullMarked
package io.keelstream.contracts.desired;

import org.jspecify.annotations.NullMarked;
