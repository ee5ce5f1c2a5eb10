/** What earlier healthy analyses of the same target teach about its noise. */
@NullMarked
package io.keelstream.canary.history;

import org.jspecify.annotations.NullMarked;
