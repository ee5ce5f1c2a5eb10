/** Judges canaries. */
@NullMarked
package io.keelstream.canary;

import org.jspecify.annotations.NullMarked;
