/** Event types and the envelope's vocabulary. */
@NullMarked
package io.keelstream.contracts.event;

import org.jspecify.annotations.NullMarked;
