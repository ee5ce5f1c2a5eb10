/** What git-watcher remembers of a ref and of every application on it. */
@NullMarked
package io.keelstream.contracts.head;

import org.jspecify.annotations.NullMarked;
