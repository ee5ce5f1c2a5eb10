/** Canary releases, from the push to the promotion or the way back. */
@NullMarked
package io.keelstream.e2e.canary;

import org.jspecify.annotations.NullMarked;
