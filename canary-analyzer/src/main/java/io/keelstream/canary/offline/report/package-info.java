/** Writes verdicts and traces as JSON lines. */
@NullMarked
package io.keelstream.canary.offline.report;

import org.jspecify.annotations.NullMarked;
