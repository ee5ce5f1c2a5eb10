/** Topics, event types and the records that travel on them. */
@NullMarked
package io.keelstream.contracts;

import org.jspecify.annotations.NullMarked;
