/**
 * Which applications a commit holds, found again after each commit by looking only at what changed. Core.
 */
@NullMarked
package io.keelstream.gitwatcher.discovery;

import org.jspecify.annotations.NullMarked;
