/** The release's state machine: which state comes next, and the step that is recorded of it. Pure. */
@NullMarked
package io.keelstream.applier.release;

import org.jspecify.annotations.NullMarked;
