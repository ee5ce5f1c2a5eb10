/** The clusters as metadata watches show them: no body, and so no secret value, ever arrives here. */
@NullMarked
package io.keelstream.drift.live;

import org.jspecify.annotations.NullMarked;
