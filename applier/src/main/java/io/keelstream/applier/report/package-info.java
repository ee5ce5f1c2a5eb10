/** What subscribers and readers see: deployment events, the target read model, and figures. */
@NullMarked
package io.keelstream.applier.report;

import org.jspecify.annotations.NullMarked;
