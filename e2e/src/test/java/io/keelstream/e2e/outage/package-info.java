/** Broker and API server go away for a while and come back. */
@NullMarked
package io.keelstream.e2e.outage;

import org.jspecify.annotations.NullMarked;
