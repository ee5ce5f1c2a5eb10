/**
 * What differs between the bundle of a target and its inventory, without asking a cluster.
 */
@NullMarked
package io.keelstream.planner.change;

import org.jspecify.annotations.NullMarked;
