/** What is asked of a metrics source for each metric: selectors and expressions with places for the arm's names, and presets. */
@NullMarked
package io.keelstream.canary.query;

import org.jspecify.annotations.NullMarked;
