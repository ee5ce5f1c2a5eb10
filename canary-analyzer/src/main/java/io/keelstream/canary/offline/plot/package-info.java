/** Draws evidence over time as an SVG picture. */
@NullMarked
package io.keelstream.canary.offline.plot;

import org.jspecify.annotations.NullMarked;
