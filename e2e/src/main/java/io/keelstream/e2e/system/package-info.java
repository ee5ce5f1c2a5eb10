/** A whole Keelstream as a process of its own, a Git repository to push to, and readers of what happened. */
@NullMarked
package io.keelstream.e2e.system;

import org.jspecify.annotations.NullMarked;
