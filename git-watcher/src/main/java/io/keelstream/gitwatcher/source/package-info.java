/**
 * Charts and bases that are not in the repository: what they are called, which of their contents counts, and what is known of them.
 * Core: what reaches a registry is in {@code fetch}.
 */
@NullMarked
package io.keelstream.gitwatcher.source;

import org.jspecify.annotations.NullMarked;
