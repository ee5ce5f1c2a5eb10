/** All services in one process. */
@NullMarked
package io.keelstream.standalone;

import org.jspecify.annotations.NullMarked;
