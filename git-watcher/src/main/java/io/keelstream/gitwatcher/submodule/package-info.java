/**
 * Submodules: the folders of a commit whose files are commits of other repositories. They are fetched as bases of other repositories are,
 * and then are folders like any other.
 */
@NullMarked
package io.keelstream.gitwatcher.submodule;

import org.jspecify.annotations.NullMarked;
