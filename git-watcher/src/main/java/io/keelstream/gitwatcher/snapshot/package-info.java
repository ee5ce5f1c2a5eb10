/**
 * A commit's files as a tree of entries with ids, without saying where they are stored, and the differences of
 * two such trees. Core: what reads a real repository is elsewhere.
 */
@NullMarked
package io.keelstream.gitwatcher.snapshot;

import org.jspecify.annotations.NullMarked;
