/**
 * From the files of a target to its objects. The renderers that need no other program are here. Core.
 */
@NullMarked
package io.keelstream.gitwatcher.render;

import org.jspecify.annotations.NullMarked;
