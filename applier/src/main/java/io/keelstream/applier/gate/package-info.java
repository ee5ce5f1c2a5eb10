/** What a release asks of the canary-analyzer, and how it reads the answer. Nothing else decides on a trial. Pure. */
@NullMarked
package io.keelstream.applier.gate;

import org.jspecify.annotations.NullMarked;
