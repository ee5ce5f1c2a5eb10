/** How much of a record is taken into memory, whoever wrote it. */
@NullMarked
package io.keelstream.messaging.bounds;

import org.jspecify.annotations.NullMarked;
