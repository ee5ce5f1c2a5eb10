/** What subscribers and readers are told: deployment events and the target read model. Pure. */
@NullMarked
package io.keelstream.applier.report;

import org.jspecify.annotations.NullMarked;
