/**
 * Asking a cluster what would happen: reads, server-side-apply dry-runs, and the few watches that make them cheap.
 */
@NullMarked
package io.keelstream.planner.dryrun;

import org.jspecify.annotations.NullMarked;
