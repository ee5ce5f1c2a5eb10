/** Watches Git repositories and renders applications. */
@NullMarked
package io.keelstream.gitwatcher;

import org.jspecify.annotations.NullMarked;
