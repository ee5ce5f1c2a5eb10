/**
 * Repositories: bare clones under the state folder, commits read from their object databases, refs watched. Edge.
 */
@NullMarked
package io.keelstream.gitwatcher.git;

import org.jspecify.annotations.NullMarked;
