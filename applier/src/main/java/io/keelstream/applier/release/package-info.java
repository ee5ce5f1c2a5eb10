/** The release's state machine: which step comes next, and nothing else. Pure. */
@NullMarked
package io.keelstream.applier.release;

import org.jspecify.annotations.NullMarked;
