/** How long a trial will take, said before it begins. */
@NullMarked
package io.keelstream.canary.forecast;

import org.jspecify.annotations.NullMarked;
