/** What is known of a cluster without asking for each target: its watches, whether it answers, and what carries our marks. */
@NullMarked
package io.keelstream.planner.cluster;

import org.jspecify.annotations.NullMarked;
