/** What waits for a person: what stands, and the events that say so. */
@NullMarked
package io.keelstream.contracts.attention;

import org.jspecify.annotations.NullMarked;
