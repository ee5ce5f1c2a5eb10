/** When changes may begin: weekly hours in a time zone. */
@NullMarked
package io.keelstream.contracts.window;

import org.jspecify.annotations.NullMarked;
