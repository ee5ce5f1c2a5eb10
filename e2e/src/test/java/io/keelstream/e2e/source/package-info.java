/** Charts from a real registry, on the whole path. */
@NullMarked
package io.keelstream.e2e.source;

import org.jspecify.annotations.NullMarked;
