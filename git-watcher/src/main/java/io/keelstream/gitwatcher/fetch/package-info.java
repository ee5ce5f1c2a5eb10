/**
 * Fetches charts and bases from elsewhere: from hosts of the installation's list only, checked against their digests, and kept on disk.
 * Edge; what counts is decided in {@code source} and {@code evaluation}.
 */
@NullMarked
package io.keelstream.gitwatcher.fetch;

import org.jspecify.annotations.NullMarked;
