/**
 * The reasons for which a commit, a file or a ref is refused, and how a problem is put into words. Pure.
 */
@NullMarked
package io.keelstream.gitwatcher.problem;

import org.jspecify.annotations.NullMarked;
