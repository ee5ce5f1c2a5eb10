/**
 * Renderers that are external programs: they run as children without network, environment and home, on a private copy of
 * their inputs, and are killed with everything they started when they exceed a limit. Edge.
 */
@NullMarked
package io.keelstream.gitwatcher.child;

import org.jspecify.annotations.NullMarked;
