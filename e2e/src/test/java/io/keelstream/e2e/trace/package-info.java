/** One commit as one trace, as a receiver of spans sees it. */
@NullMarked
package io.keelstream.e2e.trace;

import org.jspecify.annotations.NullMarked;
