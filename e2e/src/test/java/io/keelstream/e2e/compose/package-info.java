/** What {@code docker-compose.yml} says, checked and run without containers. */
@NullMarked
package io.keelstream.e2e.compose;

import org.jspecify.annotations.NullMarked;
