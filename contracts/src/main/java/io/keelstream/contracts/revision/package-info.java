/** Commits, and what git-watcher says of each one. */
@NullMarked
package io.keelstream.contracts.revision;

import org.jspecify.annotations.NullMarked;
