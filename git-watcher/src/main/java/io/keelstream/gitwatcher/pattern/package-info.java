/** Patterns that repositories write. They are never regular expressions, so that none of them takes long. */
@NullMarked
package io.keelstream.gitwatcher.pattern;

import org.jspecify.annotations.NullMarked;
