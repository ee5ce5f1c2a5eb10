/** Whole-path tests. */
@NullMarked
package io.keelstream.e2e;

import org.jspecify.annotations.NullMarked;
