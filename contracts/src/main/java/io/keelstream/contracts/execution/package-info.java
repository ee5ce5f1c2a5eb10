/** The running release's state, for resuming after a crash. */
@NullMarked
package io.keelstream.contracts.execution;

import org.jspecify.annotations.NullMarked;
