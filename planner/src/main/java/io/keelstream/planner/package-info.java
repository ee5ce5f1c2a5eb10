/** Plans what a deployment has to change. */
@NullMarked
package io.keelstream.planner;

import org.jspecify.annotations.NullMarked;
