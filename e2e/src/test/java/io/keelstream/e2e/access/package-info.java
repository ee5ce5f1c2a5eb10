/** As whom Keelstream acts on a cluster. */
@NullMarked
package io.keelstream.e2e.access;

import org.jspecify.annotations.NullMarked;
