/** The state of an analysis as JSON, for the compacted topic that holds it. */
@NullMarked
package io.keelstream.canary.persistence;

import org.jspecify.annotations.NullMarked;
