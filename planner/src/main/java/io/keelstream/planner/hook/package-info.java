/** Which hooks of a bundle a release runs, and in which order. Pure: knows neither plans' parts nor the cluster. */
@NullMarked
package io.keelstream.planner.hook;

import org.jspecify.annotations.NullMarked;
