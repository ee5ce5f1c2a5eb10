/** How a live object is: six states, by generic rules and then by the rules of its kind. Pure. */
@NullMarked
package io.keelstream.kubernetes.health;

import org.jspecify.annotations.NullMarked;
