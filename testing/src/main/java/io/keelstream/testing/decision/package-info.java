/** People who decide, with keys. */
@NullMarked
package io.keelstream.testing.decision;

import org.jspecify.annotations.NullMarked;
