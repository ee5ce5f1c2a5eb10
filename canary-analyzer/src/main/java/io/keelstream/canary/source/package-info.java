/** What an analysis wants of a metrics source and what it gets, whichever source it is. */
@NullMarked
package io.keelstream.canary.source;

import org.jspecify.annotations.NullMarked;
