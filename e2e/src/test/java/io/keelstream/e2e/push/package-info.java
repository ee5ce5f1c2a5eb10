/** From a push to healthy objects and events, by behaviour. */
@NullMarked
package io.keelstream.e2e.push;

import org.jspecify.annotations.NullMarked;
